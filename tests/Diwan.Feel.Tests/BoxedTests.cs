namespace Diwan.Feel.Tests;

/// <summary>Boxed expressions, services, and what becomes of values that do not have the declared type.</summary>
public sealed class BoxedTests
{
    private static string Literal(string text) => $"<literalExpression><text>{text.Replace("<", "&lt;", StringComparison.Ordinal)}</text></literalExpression>";

    private static FeelValue Decide(string boxed, string types = "", string variable = "")
    {
        var read = DmnTests.Read($"{types}<decision id=\"d\" name=\"d\"><variable name=\"d\"{variable}/>{boxed}</decision>");
        Assert.Empty(read.Faults);
        return read.Model!.Evaluate("d", FeelContext.Empty).Value;
    }

    private static string Entry(string name, string boxed) => $"<contextEntry>{(name.Length == 0 ? "" : $"<variable name=\"{name}\"/>")}{boxed}</contextEntry>";

    [Fact]
    public void A_context_gives_its_entries_or_its_last_one_without_a_name()
    {
        Assert.Equal("{a: 1, b: 2}", Decide($"<context>{Entry("a", Literal("1"))}{Entry("b", Literal("a + 1"))}</context>").ToString());
        Assert.Equal("3", Decide($"<context>{Entry("a", Literal("1"))}{Entry("", Literal("a + 2"))}</context>").ToString());
    }

    [Fact]
    public void Lists_relations_and_conditionals_are_evaluated()
    {
        Assert.Equal("[1, [2]]", Decide($"<list>{Literal("1")}<list>{Literal("2")}</list></list>").ToString());
        Assert.Equal("[{x: 1, y: 2}, {x: 3, y: null}]", Decide($"<relation><column name=\"x\"/><column name=\"y\"/><row>{Literal("1")}{Literal("2")}</row><row>{Literal("3")}{Literal("null")}</row></relation>").ToString());
        string Conditional(string condition) => $"<conditional><if>{Literal(condition)}</if><then>{Literal("1")}</then><else>{Literal("2")}</else></conditional>";
        Assert.Equal("1", Decide(Conditional("true")).ToString());
        Assert.Equal("2", Decide(Conditional("null")).ToString());
        Assert.Equal("null", Decide(Conditional("\"yes\"")).ToString());
    }

    [Theory]
    [InlineData("for", "return", "n * 2", "[2, 4, 6]")]
    [InlineData("some", "satisfies", "n > 2", "true")]
    [InlineData("every", "satisfies", "n > 2", "false")]
    [InlineData("every", "satisfies", "\"yes\"", "null")]
    public void Iterators_go_through_a_list(string kind, string part, string text, string expected) =>
        Assert.Equal(expected, Decide($"<{kind} iteratorVariable=\"n\"><in>{Literal("[1, 2, 3]")}</in><{part}>{Literal(text)}</{part}></{kind}>").ToString());

    [Theory]
    [InlineData("item > 1", "[2, 3]")]
    [InlineData("\"no boolean\"", "null")]
    public void Filters_keep_what_matches(string match, string expected) =>
        Assert.Equal(expected, Decide($"<filter><in>{Literal("[1, 2, 3]")}</in><match>{Literal(match)}</match></filter>").ToString());

    [Fact]
    public void Functions_in_a_context_can_be_invoked_by_boxes_and_by_text()
    {
        const string function = "<functionDefinition><formalParameter name=\"a\" typeRef=\"number\"/><formalParameter name=\"b\"/><literalExpression><text>if b = null then a else a * b</text></literalExpression></functionDefinition>";
        string Invoke(string bindings) => $"<invocation>{Literal("times")}{bindings}</invocation>";
        string Bind(string name, string text) => $"<binding><parameter name=\"{name}\"/>{Literal(text)}</binding>";
        Assert.Equal("6", Decide($"<context>{Entry("times", function)}{Entry("", Invoke(Bind("b", "3") + Bind("a", "2")))}</context>").ToString());
        Assert.Equal("2", Decide($"<context>{Entry("times", function)}{Entry("", Invoke(Bind("a", "2")))}</context>").ToString());
        Assert.Equal("8", Decide($"<context>{Entry("times", function)}{Entry("", Literal("times(b: 4, a: 2)"))}</context>").ToString());
        Assert.Equal("null", Decide($"<context>{Entry("times", function)}{Entry("", Invoke(Bind("c", "2")))}</context>").ToString());
    }

    private const string Types = """
        <itemDefinition name="tNumbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>
        <itemDefinition name="tPair"><itemComponent name="a"><typeRef>string</typeRef></itemComponent><itemComponent name="b"><typeRef>tNumbers</typeRef></itemComponent></itemDefinition>
        <itemDefinition name="tDigit"><typeRef>number</typeRef><allowedValues><text>[0..9]</text></allowedValues></itemDefinition>
        <itemDefinition name="tMeasure"><functionItem outputTypeRef="number"><parameters name="x" typeRef="number"/></functionItem></itemDefinition>
        <itemDefinition name="tDigits" isCollection="true"><typeRef>tDigit</typeRef><typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>
        """;

    [Theory]
    [InlineData("1 + 1", "string", "null")]
    [InlineData("[\"a\"]", "string", "\"a\"")]
    [InlineData("[1]", "string", "null")]
    [InlineData("1", "tNumbers", "[1]")]
    [InlineData("\"a\"", "tNumbers", "null")]
    [InlineData("[1, \"a\"]", "tNumbers", "null")]
    [InlineData("null", "tNumbers", "null")]
    [InlineData("date(\"2000-01-02\")", "date and time", "@\"2000-01-02T00:00:00Z\"")]
    [InlineData("{a: \"x\", b: [1], c: 0}", "tPair", "{a: \"x\", b: [1], c: 0}")]
    [InlineData("{a: \"x\"}", "tPair", "null")]
    [InlineData("10", "tDigit", "null")]
    [InlineData("[1, 9]", "tDigits", "[1, 9]")]
    [InlineData("[1, 10]", "tDigits", "null")]
    [InlineData("[1, 2, 3]", "tDigits", "null")]
    [InlineData("function(x: number) x + 1", "tMeasure", "function function(x)")]
    [InlineData("function(x: string) x", "tMeasure", "null")]
    [InlineData("function(x, y) x", "tMeasure", "null")]
    public void Results_are_brought_to_their_type_or_become_null(string text, string type, string expected) =>
        Assert.Equal(expected, Decide(Literal(text), Types, $" typeRef=\"{type}\"").ToString());

    [Fact]
    public void An_argument_of_another_type_makes_a_call_null_and_a_named_one_left_out_is_null()
    {
        const string body = """
            <businessKnowledgeModel id="b" name="b"><encapsulatedLogic><formalParameter name="x" typeRef="string"/><literalExpression><text>x = null</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
            <inputData id="x" name="x"><variable name="x" typeRef="string"/></inputData>
            <decision id="o" name="o"><informationRequirement><requiredInput href="#x"/></informationRequirement><literalExpression><text>x = null</text></literalExpression></decision>
            <decisionService id="s" name="s"><outputDecision href="#o"/><inputData href="#x"/></decisionService>
            <decision id="d" name="d"><knowledgeRequirement><requiredKnowledge href="#b"/></knowledgeRequirement><knowledgeRequirement><requiredKnowledge href="#s"/></knowledgeRequirement><literalExpression><text>[b(1), b("a"), b(x: null), s(1), s("a"), s(x: null)]</text></literalExpression></decision>
            """;
        var read = DmnTests.Read(body);
        Assert.Empty(read.Faults);
        Assert.Equal("[null, false, true, null, false, true]", read.Model!.Evaluate("d", FeelContext.Empty).Value.ToString());
    }

    [Fact]
    public void A_service_sees_its_own_inputs_only_and_gives_one_value_or_a_context()
    {
        const string body = """
            <inputData id="x" name="x"><variable name="x" typeRef="number"/></inputData>
            <decision id="inner" name="inner"><informationRequirement><requiredInput href="#x"/></informationRequirement><literalExpression><text>x * 10</text></literalExpression></decision>
            <decision id="one" name="one"><informationRequirement><requiredDecision href="#inner"/></informationRequirement><literalExpression><text>inner + 1</text></literalExpression></decision>
            <decision id="two" name="two"><informationRequirement><requiredDecision href="#inner"/></informationRequirement><literalExpression><text>inner + 2</text></literalExpression></decision>
            <decisionService id="single" name="single"><outputDecision href="#one"/><encapsulatedDecision href="#inner"/><inputData href="#x"/></decisionService>
            <decisionService id="both" name="both"><outputDecision href="#one"/><outputDecision href="#two"/><inputDecision href="#inner"/></decisionService>
            <decision id="d" name="d"><informationRequirement><requiredInput href="#x"/></informationRequirement><knowledgeRequirement><requiredKnowledge href="#single"/></knowledgeRequirement><knowledgeRequirement><requiredKnowledge href="#both"/></knowledgeRequirement>
              <literalExpression><text>[x, single(2), both(5)]</text></literalExpression></decision>
            """;
        var read = DmnTests.Read(body);
        Assert.Empty(read.Faults);
        var inputs = new FeelContext([new("x", 1)]);
        Assert.Equal("[1, 21, {one: 6, two: 7}]", read.Model!.Evaluate("d", inputs).Value.ToString());
        Assert.Equal("11", read.Model.EvaluateService("single", inputs).Value.ToString());
        Assert.Equal("{one: 4, two: 5}", read.Model.EvaluateService("both", new FeelContext([new("inner", 3)])).Value.ToString());
    }

    [Fact]
    public void Inputs_of_a_model_imported_by_an_imported_model_are_found()
    {
        const string deepest = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:a" name="a">
              <inputData id="n" name="Person name"><variable name="Person name" typeRef="string"/></inputData>
              <decision id="g" name="Greeting"><informationRequirement><requiredInput href="#n"/></informationRequirement><literalExpression><text>"Hello, " + Person name</text></literalExpression></decision>
            </definitions>
            """;
        const string middle = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="urn:b" name="b">
              <import namespace="urn:a" name="model A" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
              <decision id="m" name="Middle"><informationRequirement><requiredDecision href="urn:a#g"/></informationRequirement><literalExpression><text>"B: " + model A.Greeting</text></literalExpression></decision>
            </definitions>
            """;
        const string top = """
            <import namespace="urn:b" name="model B" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
            <import namespace="urn:a" name="model A" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>
            <decision id="d" name="d"><informationRequirement><requiredDecision href="urn:b#m"/></informationRequirement><informationRequirement><requiredDecision href="urn:a#g"/></informationRequirement>
              <literalExpression><text>model B.Middle + "; " + model A.Greeting</text></literalExpression></decision>
            """;
        var read = DmnTests.Read(top, i => i.Namespace switch { "urn:a" => deepest, "urn:b" => middle, _ => null });
        Assert.Empty(read.Faults);
        var result = read.Model!.Evaluate("d", new FeelContext([new("Person name", "Layla")]));
        Assert.Equal("\"B: Hello, Layla; Hello, Layla\"", result.Value.ToString());
        var nested = new FeelContext([new("model A", FeelValue.Context([new("Person name", "Omar")]))]);
        Assert.Equal("\"B: Hello, Omar; Hello, Omar\"", read.Model.Evaluate("d", nested).Value.ToString());
    }
}
