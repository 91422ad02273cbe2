using Diwan.Web;

var builder = WebApplication.CreateBuilder(args);
builder.AddDiwanWeb();

var app = builder.Build();
app.UseDiwanWeb();
app.Run();

/// <summary>The site. Named so that tests can host it.</summary>
public partial class Program;
