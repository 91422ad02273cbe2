using Diwan.Faults;

// The fault tests of payments and of SMS, and the two processes it starts of itself.
return args.FirstOrDefault() switch
{
    "product" => await ProductHost.RunAsync(args[1..]),
    "rail" => await RailProcess.RunAsync(args[1..]),
    "sms-storm" => await SmsStorm.MainAsync(args[1..]),
    "storm" => await Storm.MainAsync(args[1..]),
    _ => Storm.Usage(),
};
