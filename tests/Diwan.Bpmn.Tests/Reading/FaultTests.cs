namespace Diwan.Bpmn.Tests.Reading;

public sealed class FaultTests
{
    private static BpmnReadResult Read(string sketch) => BpmnModel.Read(Sketch.Xml(sketch));

    private static string Codes(string sketch) =>
        string.Join(' ', Read(sketch).Faults.Where(f => f.Severity == BpmnSeverity.Error).Select(f => $"{f.Code}:{f.ElementId}"));

    [Theory]
    [InlineData("start s; script a; end e; s -> a -> e", "BPMN100:a")]
    [InlineData("start s; call a; end e; s -> a -> e", "BPMN100:a")]
    [InlineData("start s; complex a; end e; s -> a -> e", "BPMN100:a")]
    [InlineData("start s signal; user a; end e; s -> a -> e", "BPMN100:s")]
    [InlineData("start s; user a; end e escalation; s -> a -> e", "BPMN100:e")]
    [InlineData("start s; user a; end e; boundary b on a conditional; s -> a -> e; b -> e", "BPMN100:b")]
    [InlineData("start s; user a; end e; boundary b on a compensate; s -> a -> e", "BPMN100:b")]
    [InlineData("start s; throw t link; user a; end e; s -> t -> a -> e", "BPMN100:t")]
    [InlineData("start s; catch t; user a; end e; s -> t -> a -> e", "BPMN100:t")]
    [InlineData("start s; user a; end e timer duration P1D; s -> a -> e", "BPMN100:e")]
    [InlineData("user a; end e; a -> e", "BPMN105:a")]
    [InlineData("start s; start s2; user a; end e; s -> a -> e; s2 -> a", "BPMN102:P")]
    [InlineData("start s; user a; end e; s -> a", "BPMN104:a")]
    [InlineData("start s; user a; user b; end e; s -> a -> e; b -> e", "BPMN105:b")]
    [InlineData("start s; user a; end e; user b; s -> a -> e -> b -> e", "BPMN106:e")]
    [InlineData("start s; xor g; user a; end e; end e2; s -> g; g -> a; g -> e2 if x; a -> e", "BPMN110:g_a")]
    [InlineData("start s; and g; user a; end e; end e2; s -> g; g -> a; g -> e2 if x; a -> e", "BPMN111:g_e2")]
    [InlineData("start s; event g; user a; catch m message M; end e; end e2; s -> g; g -> a -> e; g -> m -> e2", "BPMN113:a")]
    [InlineData("start s; event g; catch n message M; catch m message M; end e; end e2; s -> g; g -> n -> e; g -> m -> e2", "BPMN114:m")]
    [InlineData("start s; manual a; end e; boundary b on a timer duration P1D; end e2; s -> a -> e; b -> e2", "BPMN116:b")]
    [InlineData("start s; user a; end e; boundary b on a error X non; end e2; s -> a -> e; b -> e2", "BPMN117:b")]
    [InlineData("start s; user a; end e error; s -> a -> e", "BPMN118:e")]
    [InlineData("start s; user a; end e; boundary b on a error X; boundary c on a error X; end e2; end e3; s -> a -> e; b -> e2; c -> e3", "BPMN119:c")]
    [InlineData("start s; user a; end e; boundary b on a message X; boundary c on a message X; end e2; end e3; s -> a -> e; b -> e2; c -> e3", "BPMN121:c")]
    [InlineData("start s; user a; end e; boundary b on x timer duration P1D; end e2; s -> a -> e; b -> e2", "BPMN014:b")]
    [InlineData("start s; user a; end e; s -> a -> e; a -> nowhere", "BPMN012:a_nowhere")]
    public void What_does_not_run_is_refused_at_its_element(string sketch, string expected) =>
        Assert.Contains(expected, Codes(sketch).Split(' '));

    [Fact]
    public void A_process_without_a_start_says_so() => Assert.Contains("BPMN101:P", Codes("user a; end e; a -> e"));

    [Fact]
    public void A_choice_without_default_is_a_warning_and_runs()
    {
        var read = Read("start s; xor g; user a; end e; end e2; s -> g; g -> a if x; g -> e2 if y; a -> e");
        Assert.True(read.IsValid);
        Assert.Equal(BpmnSeverity.Warning, Assert.Single(read.Faults).Severity);
        Assert.Equal("BPMN112", read.Faults[0].Code);
    }

    [Fact]
    public void Every_fault_speaks_both_languages_and_names_its_place()
    {
        var fault = Assert.Single(Read("start s; script a; end e; s -> a -> e").Faults);
        Assert.Equal("scriptTask 'a': a script task is not executed. Use a business rule task with a decision, or a service task.", fault.Message);
        Assert.Equal("العنصر scriptTask 'a' من نوع لا يُنفَّذ: مهمة البرنامج النصي. استعمل مهمة قاعدة عمل مع قرار، أو مهمة خدمة.", fault.MessageArabic);
        Assert.True(fault.Line > 1);
    }

    [Fact]
    public void All_faults_are_told_at_once() =>
        Assert.True(Read("start s; script a; complex c; call d; end e signal; s -> a -> c -> d -> e").Faults.Count >= 4);

    [Theory]
    [InlineData("id=\"a\"", "id=\"a\" startQuantity=\"2\"", "BPMN018")]
    [InlineData("id=\"a\"", "id=\"a\" assignee=\"me\"", "BPMN017")]
    [InlineData("id=\"s\"", "id=\"s\" isInterrupting=\"false\"", "BPMN018")]
    [InlineData("<userTask id=\"a\" />", "<userTask id=\"a\"><standardLoopCharacteristics /></userTask>", "BPMN100")]
    [InlineData("<userTask id=\"a\" />", "<userTask id=\"a\"><multiInstanceLoopCharacteristics /></userTask>", "BPMN115")]
    [InlineData("<userTask id=\"a\" />", "<userTask id=\"a\"><magic /></userTask>", "BPMN016")]
    [InlineData("<userTask id=\"a\" />", "<userTask id=\"a\" isForCompensation=\"true\" />", "BPMN100")]
    [InlineData("<userTask id=\"a\" />", "<userTask id=\"a\" /><userTask id=\"a\" />", "BPMN011")]
    [InlineData("<userTask id=\"a\" />", "<subProcess id=\"a\" triggeredByEvent=\"true\" />", "BPMN100")]
    [InlineData("<userTask id=\"a\" />", "<transaction id=\"a\" />", "BPMN100")]
    [InlineData("<userTask id=\"a\" />", "<adHocSubProcess id=\"a\" />", "BPMN100")]
    [InlineData("<userTask id=\"a\" />", "<subProcess id=\"a\" />", "BPMN103")]
    [InlineData("<userTask id=\"a\" />", "<receiveTask id=\"a\" />", "BPMN107")]
    [InlineData("<userTask id=\"a\" />", "<exclusiveGateway id=\"a\" default=\"zz\" />", "BPMN015")]
    [InlineData("<userTask id=\"a\" />", "<receiveTask id=\"a\" messageRef=\"none\" />", "BPMN107")]
    [InlineData("<userTask id=\"a\" />", "<eventBasedGateway id=\"a\" instantiate=\"true\" />", "BPMN018")]
    [InlineData("<endEvent id=\"e\" />", "<endEvent id=\"e\"><errorEventDefinition errorRef=\"none\" /></endEvent>", "BPMN013")]
    [InlineData("<endEvent id=\"e\" />", "<endEvent id=\"e\"><terminateEventDefinition /><messageEventDefinition /></endEvent>", "BPMN100")]
    public void Words_that_would_change_the_run_are_not_passed_over(string from, string to, string code)
    {
        var xml = Sketch.Xml("start s; user a; end e; s -> a -> e");
        Assert.Contains(from, xml, StringComparison.Ordinal);
        Assert.Contains(BpmnModel.Read(xml.Replace(from, to, StringComparison.Ordinal)).Faults, f => f.Code == code && f.Severity == BpmnSeverity.Error);
    }

    [Fact]
    public void Documentation_may_hold_anything()
    {
        var read = BpmnModel.Read(Sketch.Xml("start s signal; script a; complex c; end e escalation; s -> a -> c -> e", executable: false));
        Assert.Empty(read.Faults);
        Assert.False(read.Model!.Processes[0].CanExecute);
    }

    [Fact]
    public void A_process_in_which_two_elements_share_an_id_is_not_run()
    {
        var model = BpmnModel.Read("""
            <definitions targetNamespace="urn:t" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
              <process id="P" isExecutable="true">
                <startEvent id="s" />
                <subProcess id="p">
                  <startEvent id="i" />
                  <userTask id="s" />
                  <endEvent id="o" />
                  <sequenceFlow id="f1" sourceRef="i" targetRef="s" />
                  <sequenceFlow id="f2" sourceRef="s" targetRef="o" />
                </subProcess>
                <endEvent id="e" />
                <sequenceFlow id="f3" sourceRef="s" targetRef="p" />
                <sequenceFlow id="f4" sourceRef="p" targetRef="e" />
              </process>
            </definitions>
            """).Model!;
        var process = model.Find()!;
        Assert.False(process.CanExecute);
        Assert.Equal(BpmnProblemCode.NotExecutable, BpmnExecution.Start(process, new Answers(), Player.Morning).Problem!.Code);
        Assert.NotEmpty(BpmnSoundness.Check(process));
    }
}
