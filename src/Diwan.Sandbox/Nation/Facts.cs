namespace Diwan.Sandbox.Nation;

// What the registers hold, one record a thing. The generator makes them from an index, the ready-made world states them.

internal sealed record Encumbrance(string Kind, string Reference, DateOnly Date, Word Holder, decimal? Amount, Word Text);

internal sealed record Title(
    PlotKey Key, int Plot, string LandType, IReadOnlyList<Share> Owners, IReadOnlyList<Encumbrance> Encumbrances,
    bool UnderSettlement, bool UnderSubdivision, bool Disputed, string Volume, string Page, string DeedNo, DateOnly RegisteredOn, Word? Note = null);

internal sealed record Signatory(string Number, string Role);

internal sealed record Company(
    string No, Word Name, string Kind, string CommercialRegNo, DateOnly RegisteredOn, string Status, string Governorate, Word Activity,
    string? Phone, IReadOnlyList<Signatory> Signatories);

internal sealed record Profession(string Code, Word Name, string Class, bool Risk, bool NeedsCivilDefence, bool NeedsHealth);

internal sealed record Signboard(string Type, decimal AreaM2, bool Illuminated);

internal sealed record Approval(string No, DateOnly IssuedOn, DateOnly ValidUntil);

internal sealed record Closure(string OrderNo, DateOnly Date, Word Reason);

internal sealed record Licence(
    string No, string CompanyNo, string Licensee, string Capacity, int Region, Word Address, decimal AreaM2, decimal InspectedAreaM2, string Change,
    IReadOnlyList<Profession> Professions, IReadOnlyList<Signboard> Signboards, DateOnly LeaseValidUntil, DateOnly FirstLicensedOn,
    int LastYearPaid, decimal WasteFeesDue, Closure? Closure, Approval? CivilDefence, Approval? Health);

internal sealed record Holding(string? Number, string? CompanyNo, Fraction Part);

internal sealed record Attachment(string Reference, string Kind, Word Authority, DateOnly Date);

internal sealed record Circular(string Reference, Word Text, DateOnly Date);

internal sealed record Policy(string No, Word Company, string Kind, DateOnly From, DateOnly To);

internal sealed record Vehicle(
    string RegistrationNo, string PlateCode, string PlateNumber, string PlateClass, string Usage, IReadOnlyList<Holding> Owners,
    Word Make, Word Model, Word Colour, int Passengers, string EngineNo, int EngineCc, string Fuel, DateOnly FirstLicensedOn, decimal? PreCustomsValue,
    string LicenceNo, DateOnly LicenceExpiresOn, DateOnly? LastInspectedOn, IReadOnlyList<Attachment> Attachments, IReadOnlyList<Circular> Circulars,
    Policy? Insurance, string Governorate);

internal sealed record Offence(string Code, Word Name, string Article, decimal? Amount, decimal? Min, decimal? Max, bool Serious);

internal sealed record Ticket(
    string No, Vehicle Vehicle, Offence Offence, string Issuer, Word Place, DateTimeOffset At, bool Doubled, string Status, decimal? Judged,
    DateOnly? PaidOn = null, string? ReceiptNo = null);

internal sealed record Building(string No, Word Description, decimal NetEstimate);

internal sealed record TaxYear(int Year, decimal NetEstimate, bool Paid);

internal sealed record Property(
    string No, PlotKey Plot, int Region, Word Address, string Kind, string Use, IReadOnlyList<Building> Buildings, decimal VacantEstimate,
    IReadOnlyList<Holding> Owners, bool Sewage, IReadOnlyList<TaxYear> Years, bool ObjectionPending);

internal sealed record InsuredPeriod(string Kind, DateOnly From, DateOnly? To, string? CompanyNo, decimal Wage);

internal sealed record Insured(string Number, string? InsuranceNo, IReadOnlyList<InsuredPeriod> Periods, string Pension, bool Unsettled, int VoluntaryMonthsDue = 0);

internal sealed record RosterLine(string Number, string InsuranceNo, decimal Wage, int Days, bool BeforeReform);

internal sealed record Record(string No, Word Name, DateOnly? Born, string? Number, string Court, DateOnly JudgedOn, Word Offence, bool Rehabilitated);

internal sealed record Agency(string No, string Kind, string Principal, string Agent, IReadOnlyList<string> Scope, DateOnly IssuedOn, DateOnly? ValidUntil, bool Revoked);

internal sealed record Resident(
    string Document, string Nationality, string PersonalNumber, Word Name, Word Mother, DateOnly Born, char Gender, string PermitNo, DateOnly PermitValidUntil,
    string Governorate, Word Address, string? Phone);

/// <summary>Fixed lists of the registers: offences, professions, courts, regions.</summary>
internal static class Lists
{
    /// <summary>Names and ranges as the law of 2023 was reported; fixed amounts other than the telephone's are invented for the sandbox.</summary>
    internal static readonly Offence[] Offences =
    [
        new("101", new("استعمال الهاتف أثناء القيادة", "Using a telephone while driving"), "28", 50m, null, null, false),
        new("102", new("تجاوز السرعة المقررة بما لا يزيد على 20 كم/س", "Speeding by up to 20 km/h"), "31", 20m, null, null, false),
        new("103", new("تجاوز السرعة المقررة بما لا يزيد على 50 كم/س", "Speeding by up to 50 km/h"), "31", 50m, null, null, false),
        new("104", new("الوقوف في مكان ممنوع", "Parking where it is forbidden"), "36", 15m, null, null, false),
        new("105", new("عدم استعمال حزام الأمان", "Not wearing a seat belt"), "35", 15m, null, null, false),
        new("106", new("الوقوف على رصيف المشاة", "Parking on a pavement"), "36", 30m, null, null, false),
        new("201", new("طمس لوحة المركبة", "Obscuring a number plate"), "26", 100m, null, null, true),
        new("301", new("تجاوز الإشارة الضوئية الحمراء", "Passing a red light"), "25", null, 200m, 300m, true),
        new("302", new("تجاوز السرعة المقررة بأكثر من 50 كم/س", "Speeding by more than 50 km/h"), "25", null, 100m, 100m, true),
        new("303", new("القيادة بعكس الاتجاه في طريق مزدوج", "Driving against traffic on a dual road"), "25", null, 250m, 500m, true),
    ];

    internal static readonly Profession[] Professions =
    [
        new("5231", new("بيع القرطاسية", "Stationery"), "C", false, false, false),
        new("5210", new("بقالة", "Grocery"), "C", false, false, true),
        new("5239", new("بيع الملابس", "Clothing"), "B", false, false, false),
        new("7250", new("صيانة الأجهزة الإلكترونية", "Electronics repair"), "C", false, false, false),
        new("7421", new("مكتب هندسي", "Engineering office"), "A", false, false, false),
        new("9302", new("صالون حلاقة", "Barber"), "D", false, false, true),
        new("5520", new("مطعم", "Restaurant"), "A", true, true, true),
        new("5050", new("محطة محروقات", "Fuel station"), "A", true, true, false),
        new("1541", new("مخبز", "Bakery"), "B", true, true, true),
    ];

    internal static readonly (string Id, Word Name, string Governorate)[] Courts =
    [
        ("AMMAN", new("محكمة بداية عمّان", "Amman Court of First Instance"), "AM"), ("EAST_AMMAN", new("محكمة بداية شرق عمّان", "East Amman Court of First Instance"), "AM"),
        ("ZARQA", new("محكمة بداية الزرقاء", "Zarqa Court of First Instance"), "AZ"), ("IRBID", new("محكمة بداية إربد", "Irbid Court of First Instance"), "IR"),
        ("BALQA", new("محكمة بداية السلط", "Salt Court of First Instance"), "BA"), ("MADABA", new("محكمة بداية مادبا", "Madaba Court of First Instance"), "MD"),
        ("MAFRAQ", new("محكمة بداية المفرق", "Mafraq Court of First Instance"), "MA"), ("JARASH", new("محكمة بداية جرش", "Jarash Court of First Instance"), "JA"),
        ("AJLOUN", new("محكمة بداية عجلون", "Ajloun Court of First Instance"), "AJ"), ("KARAK", new("محكمة بداية الكرك", "Karak Court of First Instance"), "KA"),
        ("TAFILAH", new("محكمة بداية الطفيلة", "Tafilah Court of First Instance"), "AT"), ("MAAN", new("محكمة بداية معان", "Ma'an Court of First Instance"), "MN"),
        ("AQABA", new("محكمة بداية العقبة", "Aqaba Court of First Instance"), "AQ"),
    ];

    /// <summary>Invented regions of the municipality.</summary>
    internal static readonly Word[] Regions =
    [
        new("منطقة الروابي", "Rawabi Region"), new("منطقة السهل", "Sahl Region"), new("منطقة المدينة القديمة", "Old Town Region"), new("منطقة الينابيع", "Yanabee Region"),
        new("منطقة الربوة", "Rabwa Region"), new("منطقة الكرمة", "Karma Region"),
    ];

    internal static readonly Word[] CourtOffences = [new("احتيال", "Fraud"), new("سرقة", "Theft"), new("إساءة الائتمان", "Breach of trust"), new("إصدار شيك بلا رصيد", "Issuing a cheque without funds")];
}
