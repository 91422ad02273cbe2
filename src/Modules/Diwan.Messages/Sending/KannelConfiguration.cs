namespace Diwan.Messages;

/// <summary>What Kannel has to be told to stand before this platform.</summary>
/// <param name="SendPort">Where sendsms is taken, on the loopback address.</param>
/// <param name="BoxPort">Between bearerbox and smsbox.</param>
/// <param name="User">Of sendsms.</param>
/// <param name="Platform">The platform's own address, for inbound texts.</param>
/// <param name="InboundSecret">As in <see cref="MessagesOptions.InboundSecret"/>.</param>
/// <param name="Centre">The group (<c>group = smsc</c>) of the SMS centre that messages leave by; its <c>smsc-id</c> is <c>out</c>. Further groups may follow.</param>
public sealed record KannelConfiguration(
    int AdminPort, string AdminPassword, int BoxPort, int SendPort, string User, string Password, Uri Platform, string InboundSecret, string Centre)
{
    /// <summary>
    /// The file for bearerbox and smsbox. Paths in it are relative to the folder in which they run. What was taken is on disk before it is acknowledged
    /// (store-type = spool); reports and inbound texts that the platform does not take are repeated every few seconds for a day.
    /// </summary>
    /// <exception cref="ArgumentException">A value holds something that would end it in the file.</exception>
    public string Write()
    {
        foreach (var value in new[] { AdminPassword, User, Password, InboundSecret })
        {
            if (value.Length == 0 || !value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            {
                throw new ArgumentException("Users, passwords and secrets of Kannel are letters, digits, dots, dashes and underscores here.");
            }
        }

        return $"""
            group = core
            admin-port = {AdminPort}
            admin-interface = 127.0.0.1
            admin-password = {AdminPassword}
            admin-allow-ip = "127.0.0.1"
            smsbox-port = {BoxPort}
            smsbox-interface = 127.0.0.1
            box-allow-ip = "127.0.0.1"
            log-file = "bearerbox.log"
            log-level = 1
            store-type = spool
            store-location = "spool"
            dlr-storage = internal

            {Centre.Trim()}

            group = smsbox
            bearerbox-host = 127.0.0.1
            sendsms-port = {SendPort}
            sendsms-interface = 127.0.0.1
            log-file = "smsbox.log"
            log-level = 1
            http-request-retry = 86400
            http-queue-delay = 1

            group = sendsms-user
            username = {User}
            password = {Password}
            user-allow-ip = "127.0.0.1"
            forced-smsc = out
            concatenation = true
            max-messages = {TemplateFolder.MostParts}

            group = sms-service
            keyword = default
            catch-all = true
            max-messages = 0
            get-url = "{Platform.ToString().TrimEnd('/')}{MessagesEndpoints.ReceivedPath}?secret={InboundSecret}&id=%I&from=%p&to=%P&coding=%c&charset=%C&text=%b"

            """.ReplaceLineEndings("\n");
    }
}
