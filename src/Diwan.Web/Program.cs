using Diwan.Web;

var app = DiwanSite.Build(new WebApplicationOptions { Args = args });
app.Run();

/// <summary>The site. Named so that tests can host it.</summary>
public partial class Program;
