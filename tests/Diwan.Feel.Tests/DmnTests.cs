namespace Diwan.Feel.Tests;

public sealed class DmnTests
{
    internal static DmnReadResult Read(string body, Func<DmnImport, string?>? imports = null) =>
        DmnModel.Read($"""<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:test" name="test">{body}</definitions>""", imports);

    private static DmnModel Model(string body)
    {
        var read = Read(body);
        Assert.Empty(read.Faults);
        return read.Model!;
    }

    private static FeelContext Inputs(params (string Name, FeelValue Value)[] inputs) => new(inputs.Select(i => new KeyValuePair<string, FeelValue>(i.Name, i.Value)));

    private static string Table(string hitPolicy, string rules, string output = "<output name=\"o\"/>") => $"""
        <inputData id="age" name="age"><variable name="age" typeRef="number"/></inputData>
        <decision id="fee" name="fee"><variable name="fee"/>
          <informationRequirement><requiredInput href="#age"/></informationRequirement>
          <decisionTable id="t" {hitPolicy}>
            <input id="in" label="Age"><inputExpression typeRef="number"><text>age</text></inputExpression></input>
            {output}
            <annotation name="law"/>
            {rules}
          </decisionTable>
        </decision>
        """;

    private static string Rule(string id, string test, string output, string annotation) =>
        $"<rule id=\"{id}\"><inputEntry><text>{test}</text></inputEntry><outputEntry><text>{output}</text></outputEntry><annotationEntry><text>{annotation}</text></annotationEntry></rule>";

    private static readonly string ThreeRules = Rule("r1", "&gt; 10", "3", "article 1") + Rule("r2", "&gt; 20", "1", "article 2") + Rule("r3", "-", "2", "article 3");

    [Theory]
    [InlineData("hitPolicy=\"UNIQUE\"", "null")]
    [InlineData("hitPolicy=\"ANY\"", "null")]
    [InlineData("hitPolicy=\"FIRST\"", "3")]
    [InlineData("hitPolicy=\"PRIORITY\"", "1")]
    [InlineData("hitPolicy=\"RULE ORDER\"", "[3, 1, 2]")]
    [InlineData("hitPolicy=\"OUTPUT ORDER\"", "[1, 2, 3]")]
    [InlineData("hitPolicy=\"COLLECT\"", "[3, 1, 2]")]
    [InlineData("hitPolicy=\"COLLECT\" aggregation=\"SUM\"", "6")]
    [InlineData("hitPolicy=\"COLLECT\" aggregation=\"MIN\"", "1")]
    [InlineData("hitPolicy=\"COLLECT\" aggregation=\"MAX\"", "3")]
    [InlineData("hitPolicy=\"COLLECT\" aggregation=\"COUNT\"", "3")]
    public void Hit_policies_choose_among_the_rules_that_fire(string hitPolicy, string expected)
    {
        var model = Model(Table(hitPolicy, ThreeRules, "<output name=\"o\"><outputValues><text>1, 2, 3</text></outputValues></output>"));
        Assert.Equal(expected, model.Evaluate("fee", Inputs(("age", 30))).Value.ToString());
    }

    [Theory]
    [InlineData("hitPolicy=\"UNIQUE\"", "null")]
    [InlineData("hitPolicy=\"COLLECT\"", "[]")]
    [InlineData("hitPolicy=\"COLLECT\" aggregation=\"COUNT\"", "0")]
    [InlineData("hitPolicy=\"COLLECT\" aggregation=\"SUM\"", "null")]
    [InlineData("hitPolicy=\"RULE ORDER\"", "[]")]
    public void When_no_rule_fires_there_is_no_output(string hitPolicy, string expected) =>
        Assert.Equal(expected, Model(Table(hitPolicy, Rule("r", "&gt; 100", "1", ""))).Evaluate("fee", Inputs(("age", 30))).Value.ToString());

    [Fact]
    public void The_explanation_names_the_rules_that_fired_with_their_annotations_and_values()
    {
        var model = Model(Table("hitPolicy=\"COLLECT\"", ThreeRules));
        var result = model.Evaluate("fee", Inputs(("age", 15)));
        var table = Assert.Single(result.Explanation.Tables);
        Assert.Equal("fee", table.Owner);
        Assert.Equal([FeelValue.Of(15)], table.Inputs);
        Assert.Equal([("r1", 1, "article 1"), ("r3", 3, "article 3")], table.Fired.Select(f => (f.Id, f.Index, f.Annotations[0])));
        Assert.Equal([FeelValue.Of(3), FeelValue.Of(2)], table.Fired.Select(f => f.Outputs[0]));
        Assert.Equal("fee", Assert.Single(result.Explanation.Decisions).Name);
        Assert.Empty(model.Evaluate("fee", Inputs(("age", 15)), new DmnOptions { Explain = false }).Explanation.Tables);
    }

    [Fact]
    public void Overlapping_rules_of_a_unique_table_are_named_in_the_issue()
    {
        var result = Model(Table("", ThreeRules)).Evaluate("fee", Inputs(("age", 30)));
        Assert.Contains("Rules 1, 2, 3", Assert.Single(result.Issues).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_can_be_inspected()
    {
        var decision = Assert.Single(Model(Table("hitPolicy=\"FIRST\"", ThreeRules)).Decisions);
        Assert.Equal(["age"], decision.RequiredInputs);
        var table = decision.Table!;
        Assert.Equal((DmnHitPolicy.First, "age", "Age"), (table.HitPolicy, table.Inputs[0].Expression, table.Inputs[0].Label));
        Assert.Equal(["> 10", "> 20", "-"], table.Rules.Select(r => r.InputEntries[0]));
        Assert.Equal(["3", "1", "2"], table.Rules.Select(r => r.OutputEntries[0]));
        Assert.Equal(["law"], table.AnnotationNames);
        Assert.True(table.Rules[0].Line > 1);
    }

    [Fact]
    public void Faults_have_line_column_and_element()
    {
        var read = Read("""

            <decision id="bad" name="bad">
              <literalExpression><text>1 +
              * 2</text></literalExpression>
            </decision>
            <decision id="unknown" name="unknown"><literalExpression><text>missing thing + 1</text></literalExpression></decision>
            <decision id="dangling" name="dangling"><informationRequirement><requiredInput href="#nowhere"/></informationRequirement></decision>
            """);
        var syntax = Assert.Single(read.Faults, f => f.Kind == DmnFaultKind.Expression);
        Assert.Equal(("bad", 4, 3), (syntax.ElementId, syntax.Line, syntax.Column));
        var name = Assert.Single(read.Faults, f => f.Kind == DmnFaultKind.Name);
        Assert.Equal(("unknown", 6, 64), (name.ElementId, name.Line, name.Column));
        Assert.Single(read.Faults, f => f.Kind == DmnFaultKind.Reference && f.Message.Contains("nowhere", StringComparison.Ordinal));
        Assert.True(read.Model!.Evaluate("bad", FeelContext.Empty).Value.IsNull);
    }

    [Fact]
    public void Decisions_that_require_one_another_are_a_fault_and_evaluate_to_null()
    {
        var read = Read("""
            <decision id="a" name="a"><informationRequirement><requiredDecision href="#b"/></informationRequirement><literalExpression><text>b</text></literalExpression></decision>
            <decision id="b" name="b"><informationRequirement><requiredDecision href="#a"/></informationRequirement><literalExpression><text>a</text></literalExpression></decision>
            """);
        Assert.Contains(read.Faults, f => f.Message.Contains("requires itself", StringComparison.Ordinal));
        var result = read.Model!.Evaluate("a", FeelContext.Empty);
        Assert.True(result.Value.IsNull);
        Assert.Contains(result.Issues, i => i.Message.Contains("requires itself", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_DMN_is_refused_with_a_reason()
    {
        Assert.Null(DmnModel.Read("<html/>").Model);
        Assert.Null(DmnModel.Read("not xml").Model);
        var bomb = DmnModel.Read("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>");
        Assert.Null(bomb.Model);
        Assert.Equal(DmnFaultKind.Document, Assert.Single(bomb.Faults).Kind);
        Assert.Null(DmnModel.Read(string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(Enumerable.Repeat("</a>", 5000))).Model);
    }

    [Fact]
    public void An_input_that_is_not_an_allowed_value_is_null_with_an_issue()
    {
        var model = Model("""
            <itemDefinition name="tUse"><typeRef>string</typeRef><allowedValues><text>"PRIVATE", "HIRE"</text></allowedValues></itemDefinition>
            <inputData id="use" name="use"><variable name="use" typeRef="tUse"/></inputData>
            <decision id="d" name="d"><informationRequirement><requiredInput href="#use"/></informationRequirement><literalExpression><text>use</text></literalExpression></decision>
            """);
        Assert.Equal(FeelValue.Of("HIRE"), model.Evaluate("d", Inputs(("use", "HIRE"))).Value);
        var refused = model.Evaluate("d", Inputs(("use", "TAXI")));
        Assert.True(refused.Value.IsNull);
        Assert.Equal(FeelIssueKind.Type, Assert.Single(refused.Issues).Kind);
        Assert.Equal("\"PRIVATE\", \"HIRE\"", model.Inputs[0].AllowedValues);
    }

    [Fact]
    public void A_business_knowledge_model_may_call_itself()
    {
        var model = Model("""
            <businessKnowledgeModel id="fact" name="fact"><knowledgeRequirement><requiredKnowledge href="#fact"/></knowledgeRequirement>
              <encapsulatedLogic><formalParameter name="n" typeRef="number"/><literalExpression><text>if n &lt;= 1 then 1 else n * fact(n - 1)</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
            <decision id="d" name="d"><knowledgeRequirement><requiredKnowledge href="#fact"/></knowledgeRequirement><literalExpression><text>fact(25)</text></literalExpression></decision>
            """);
        Assert.Equal("15511210043330985984000000", model.Evaluate("d", FeelContext.Empty).Value.ToString());
    }

    [Fact]
    public void Imported_models_are_found_through_the_resolver_and_a_missing_one_is_a_fault()
    {
        const string body = """
            <import namespace="urn:other" name="other lib" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
            <inputData id="x" name="x"><variable name="x" typeRef="other lib.tSmall"/></inputData>
            <decision id="d" name="d"><informationRequirement><requiredInput href="#x"/></informationRequirement>
              <knowledgeRequirement><requiredKnowledge href="urn:other#twice"/></knowledgeRequirement>
              <literalExpression><text>other lib.twice it(x)</text></literalExpression></decision>
            """;
        const string other = """
            <definitions xmlns="http://www.omg.org/spec/DMN/20180521/MODEL/" namespace="urn:other" name="other">
              <itemDefinition name="tSmall"><typeRef>number</typeRef><allowedValues><text>&lt; 100</text></allowedValues></itemDefinition>
              <businessKnowledgeModel id="twice" name="twice it"><encapsulatedLogic><formalParameter name="n"/><literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
            </definitions>
            """;
        var read = Read(body, import => import.Namespace == "urn:other" ? other : null);
        Assert.Empty(read.Faults);
        Assert.Equal(FeelValue.Of(42), read.Model!.Evaluate("d", Inputs(("x", 21))).Value);
        Assert.True(read.Model.Evaluate("d", Inputs(("x", 210))).Value.IsNull);
        Assert.Contains(Read(body).Faults, f => f.Kind == DmnFaultKind.Reference && f.Message.Contains("urn:other", StringComparison.Ordinal));
    }

    [Fact]
    public void A_function_in_Java_is_null_and_says_so()
    {
        var model = Model("""<decision id="d" name="d"><literalExpression><text>(function(x) external {java: {class: "java.lang.Math", method signature: "cos(double)"}})(1)</text></literalExpression></decision>""");
        var result = model.Evaluate("d", FeelContext.Empty);
        Assert.True(result.Value.IsNull);
        Assert.Equal(FeelIssueKind.External, Assert.Single(result.Issues).Kind);
    }
}
