namespace Diwan.Bpmn.Tests.Execution;

/// <summary>A message that says whose it is reaches that run and no other (BPMN 2.0.2, 8.4.2).</summary>
public sealed class CorrelationTests
{
    private static readonly DateTimeOffset Now = new(2018, 1, 3, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_message_whose_properties_say_what_the_run_says_is_taken()
    {
        var (process, state) = Begin();
        var taken = BpmnExecution.Deliver(process, state, "Paid", new Data("B-1", "gam"), Now, content: new Data("B-1", "gam"));
        Assert.True(taken.State.IsCompleted);
    }

    [Theory]
    [InlineData("B-2", "gam")]
    [InlineData("B-1", "moj")]
    [InlineData("B-1", null)]
    public void A_message_of_another_run_is_refused_and_changes_nothing(string bill, string? payee)
    {
        var (process, state) = Begin();
        var refused = BpmnExecution.Deliver(process, state, "Paid", new Data("B-1", "gam"), Now, content: new Data(bill, payee));
        Assert.Equal(BpmnProblemCode.NotCorrelated, refused.Problem!.Code);
        Assert.Contains("Paid", refused.Problem.Message, StringComparison.Ordinal);
        Assert.Same(state, refused.State);
    }

    [Fact]
    public void What_the_run_does_not_know_stops_with_the_expression_that_failed()
    {
        var (process, state) = Begin();
        var problem = BpmnExecution.Deliver(process, state, "Paid", new Data(null, "gam"), Now, content: new Data("B-1", "gam")).Problem!;
        Assert.Equal(BpmnProblemCode.ExpressionFailed, problem.Code);
        Assert.Contains("case.bill", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_no_subscription_speaks_of_is_for_every_run()
    {
        var (process, state) = Begin();
        Assert.True(BpmnExecution.Deliver(process, state, "Withdrawn", new Data("B-1", "gam"), Now, content: new Data(null, null)).State.IsCompleted);
    }

    [Fact]
    public void A_caller_who_knows_whose_it_is_need_not_say()
    {
        var (process, state) = Begin();
        Assert.True(BpmnExecution.Deliver(process, state, "Paid", new Data(null, null), Now).State.IsCompleted);
    }

    [Theory]
    [InlineData("correlationKeyRef=\"key\"", "correlationKeyRef=\"lock\"", "BPMN122")]
    [InlineData("<dataPath>case.bill</dataPath>", "", "BPMN123")]
    [InlineData("<messagePath>payment.bill</messagePath>", "", "BPMN123")]
    [InlineData("<correlationPropertyRef>bill</correlationPropertyRef>", "<correlationPropertyRef>b:nothing</correlationPropertyRef>", "BPMN123")]
    public void A_subscription_that_could_never_be_told_is_refused_on_reading(string right, string wrong, string code)
    {
        var read = BpmnModel.Read(Xml.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(read.Faults, f => f.Code == code && f.Severity == BpmnSeverity.Error && f.Line > 0);
        Assert.False(read.Model!.Find()!.CanExecute);
    }

    [Fact]
    public void It_is_written_back_as_it_was_read() => Assert.Equal(Xml, BpmnModel.Read(Xml).Model!.Write());

    private static (BpmnProcess Process, ProcessState State) Begin()
    {
        var read = BpmnModel.Read(Xml);
        Assert.DoesNotContain(read.Faults, f => f.Severity == BpmnSeverity.Error);
        var process = read.Model!.Find()!;
        Assert.Equal(["bill", "payee"], Assert.Single(process.Correlations).Properties.Select(p => p.Id));
        return (process, BpmnExecution.Start(process, new Data("B-1", "gam"), Now).State);
    }

    /// <summary>The data of a run, or what is in a message.</summary>
    private sealed class Data(string? bill, string? payee) : IBpmnExpressions, IBpmnMessageContent
    {
        public bool? Condition(BpmnExpression expression, in BpmnScope scope) => null;

        public int? Count(BpmnExpression expression, in BpmnScope scope) => null;

        public string? Text(BpmnExpression expression, in BpmnScope scope) => Text(expression);

        public string? Text(BpmnExpression messagePath) => messagePath.Text.EndsWith(".bill", StringComparison.Ordinal) ? bill : payee;
    }

    private const string Xml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:b="urn:b" targetNamespace="urn:b" id="d">
          <message id="paid" name="Paid" />
          <message id="withdrawn" name="Withdrawn" />
          <correlationProperty id="bill">
            <correlationPropertyRetrievalExpression messageRef="b:paid">
              <messagePath>payment.bill</messagePath>
            </correlationPropertyRetrievalExpression>
          </correlationProperty>
          <correlationProperty id="payee">
            <correlationPropertyRetrievalExpression messageRef="paid">
              <messagePath>payment.payee</messagePath>
            </correlationPropertyRetrievalExpression>
          </correlationProperty>
          <collaboration id="c">
            <correlationKey id="key">
              <correlationPropertyRef>bill</correlationPropertyRef>
              <correlationPropertyRef>b:payee</correlationPropertyRef>
            </correlationKey>
          </collaboration>
          <process id="p" isExecutable="true">
            <startEvent id="s" />
            <sequenceFlow id="f1" sourceRef="s" targetRef="g" />
            <eventBasedGateway id="g" />
            <sequenceFlow id="f2" sourceRef="g" targetRef="money" />
            <sequenceFlow id="f3" sourceRef="g" targetRef="goodbye" />
            <intermediateCatchEvent id="money"><messageEventDefinition messageRef="paid" /></intermediateCatchEvent>
            <intermediateCatchEvent id="goodbye"><messageEventDefinition messageRef="withdrawn" /></intermediateCatchEvent>
            <sequenceFlow id="f4" sourceRef="money" targetRef="e" />
            <sequenceFlow id="f5" sourceRef="goodbye" targetRef="e" />
            <endEvent id="e" />
            <correlationSubscription id="sub" correlationKeyRef="key">
              <correlationPropertyBinding correlationPropertyRef="bill"><dataPath>case.bill</dataPath></correlationPropertyBinding>
              <correlationPropertyBinding correlationPropertyRef="b:payee"><dataPath>case.payee</dataPath></correlationPropertyBinding>
            </correlationSubscription>
          </process>
        </definitions>
        """;
}
