using Diwan.Assistance;
using Diwan.Cases.Published;
using Diwan.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Diwan.Visits;

/// <summary>Visits that are still demanded: appointments, queues at offices and counters, and how long people wait.</summary>
public static class VisitsModule
{
    public static IServiceCollection AddVisits(this IServiceCollection services)
    {
        services.AddSingleton<IRoomModel, VisitsModel>();
        services.AddScoped<FindVisitPlaces>();
        services.AddSingleton<FreeTimes>();
        services.AddScoped<AppointmentLife>();
        services.AddScoped<AppointmentBook>();
        services.AddSingleton<TicketBook>();
        services.AddScoped(p => new BookVisit(p.GetRequiredService<AppointmentBook>()));
        services.AddScoped(p => new BookForHelped(
            p.GetRequiredService<AppointmentBook>(), p.GetRequiredService<FindSession>(), p.GetRequiredService<WorkSession>(), p.GetRequiredService<FindCall>(),
            p.GetRequiredService<AccessLedger>()));
        services.AddScoped(p => new MoveClosedVisits(
            p.GetRequiredService<IDbContextFactory<AppDbContext>>(), p.GetRequiredService<ChangeWriter>(), p.GetRequiredService<AppointmentLife>(), p.GetRequiredService<FreeTimes>(),
            p.GetRequiredService<FindVisitPlaces>(), p.GetRequiredService<PublishedServices>(), p.GetRequiredService<TimeProvider>()));
        services.AddScoped(p => new Arrive(
            p.GetRequiredService<ChangeWriter>(), p.GetRequiredService<TicketBook>(), p.GetRequiredService<FindVisitPlaces>(), p.GetRequiredService<PublishedServices>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddScoped(p => new ReadNumbers(p.GetRequiredService<TicketBook>(), p.GetRequiredService<FindVisitPlaces>(), p.GetRequiredService<TimeProvider>()));
        services.AddScoped(p => new WorkWindow(
            p.GetRequiredService<ChangeWriter>(), p.GetRequiredService<TicketBook>(), p.GetRequiredService<AppointmentLife>(),
            p.GetRequiredService<FindVisitPlaces>(), p.GetRequiredService<PublishedServices>(), p.GetRequiredService<TimeProvider>()));
        services.AddScoped(p => new CloseQueues(
            p.GetRequiredService<IDbContextFactory<AppDbContext>>(), p.GetRequiredService<ChangeWriter>(), p.GetRequiredService<TicketBook>(), p.GetRequiredService<AppointmentLife>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddScoped<ReadVisitFigures>();
        services.AddScoped<IDutyHandler, RemindOfVisit>();
        services.AddScoped<IDutyHandler, MissVisit>();
        services.AddHostedService<MovingClosedVisits>();
        return services;
    }
}
