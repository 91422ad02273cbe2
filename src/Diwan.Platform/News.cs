using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Platform;

/// <summary>A room's answer to news from a room below it. What it changes is committed together with what caused it.</summary>
public interface INewsHandler<in TNews>
    where TNews : notnull
{
    Task HandleAsync(TNews news, Change change, CancellationToken ct);
}

/// <summary>Carries news up: the room that publishes does not know who listens.</summary>
public sealed class News(IServiceProvider services)
{
    public async Task PublishAsync<TNews>(TNews news, Change change, CancellationToken ct)
        where TNews : notnull
    {
        foreach (var handler in services.GetServices<INewsHandler<TNews>>())
        {
            await handler.HandleAsync(news, change, ct);
        }
    }
}
