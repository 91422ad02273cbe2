namespace Diwan.Sandbox.Nation;

/// <summary>The same name in Arabic and in Latin letters.</summary>
internal sealed record Word(string Ar, string En)
{
    public static Word operator +(Word a, Word b) => new($"{a.Ar} {b.Ar}", $"{a.En} {b.En}");
}

/// <summary>Common given and family names, and words for invented places and trades. Tables.</summary>
internal static class Words
{
    internal static readonly Word[] Men = Read(
        """
        محمد Mohammad;أحمد Ahmad;محمود Mahmoud;علي Ali;عمر Omar;خالد Khaled;يوسف Yousef;إبراهيم Ibrahim;حسن Hasan;حسين Hussein;
        سامي Sami;رامي Rami;وليد Waleed;زيد Zaid;فارس Faris;طارق Tareq;ماهر Maher;نادر Nader;فادي Fadi;هاني Hani;
        عماد Imad;بلال Bilal;أنس Anas;معاذ Muath;حمزة Hamzeh;عبد الله Abdullah;عبد الرحمن Abdulrahman;صالح Saleh;سليم Saleem;كمال Kamal;
        جمال Jamal;نبيل Nabil;عادل Adel;راشد Rashed;غسان Ghassan;باسم Basem;زياد Ziad;مازن Mazen;هيثم Haitham;أيمن Ayman;
        جورج George;إلياس Elias;عيسى Issa;موسى Musa;داود Dawood;يعقوب Yaqoub;حازم Hazem;ليث Laith;قيس Qais;مهند Muhannad;
        رائد Raed;عاصم Asem;شادي Shadi;لؤي Luay;أسامة Osama;سعيد Saeed;توفيق Tawfiq;منير Munir;فؤاد Fuad;رشيد Rasheed
        """);

    internal static readonly Word[] Women = Read(
        """
        فاطمة Fatima;مريم Mariam;عائشة Aisha;ليلى Layla;سعاد Suad;رنا Rana;ريم Reem;دينا Dina;هدى Huda;منى Mona;
        سلمى Salma;نور Nour;لينا Lina;رشا Rasha;سحر Sahar;عبير Abeer;غادة Ghada;هبة Hiba;آلاء Alaa;إيمان Iman;
        أسماء Asmaa;زينب Zainab;خديجة Khadija;آمنة Amneh;نوال Nawal;ابتسام Ibtisam;سناء Sanaa;وفاء Wafaa;نجاح Najah;انتصار Intisar;
        رولا Rola;لمى Lama;تالا Tala;جنى Jana;سارة Sara;رهف Rahaf;شهد Shahd;بيان Bayan;هالة Hala;مها Maha;
        نادية Nadia;سميرة Samira;أمل Amal;ميساء Maysaa;حنين Haneen;دعاء Duaa;روان Rawan;شيرين Shereen;لبنى Lubna;رغد Raghad
        """);

    internal static readonly Word[] Families = Read(
        """
        الحوراني Al-Hourani;الخطيب Al-Khatib;الرملي Al-Ramli;البيطار Al-Bitar;درويش Darwish;الشامي Al-Shami;المصري Al-Masri;النابلسي Al-Nabulsi;العوضي Al-Awadi;حداد Haddad;
        الزين Al-Zein;القاسم Al-Qasem;السالم Al-Salem;البستاني Al-Bustani;الحلو Al-Helou;شاهين Shahin;العلي Al-Ali;رزق Rizq;الكيلاني Al-Kilani;العمري Al-Omari;
        البدوي Al-Badawi;عبيد Obeid;الجابري Al-Jaberi;النجار Al-Najjar;الطويل Al-Tawil;الجمل Al-Jamal;سلامة Salameh;المجدي Al-Majdi;الأسعد Al-Asaad;الفارس Al-Fares;
        الرشيد Al-Rashid;عواد Awwad;الحسن Al-Hasan;خوري Khoury;منصور Mansour;الصالح Al-Saleh;ديب Deeb;الهادي Al-Hadi;العايد Al-Ayed;البكري Al-Bakri;
        فرح Farah;الحاج Al-Haj;صقر Saqr;ناصيف Nasif;الدباغ Al-Dabbagh;الغول Al-Ghoul;العطار Al-Attar;الصباغ Al-Sabbagh;الخياط Al-Khayyat;السراج Al-Sarraj;
        القدسي Al-Qudsi;الكركي Al-Karaki;السلطي Al-Salti;العجلوني Al-Ajlouni;المعاني Al-Maani;الطفيلي Al-Tafili;الزرقاوي Al-Zarqawi;العقباوي Al-Aqabawi;الجرشي Al-Jarashi;الحمصي Al-Homsi;
        الحلبي Al-Halabi;البغدادي Al-Baghdadi;اليمني Al-Yamani;الحجازي Al-Hijazi;المغربي Al-Maghribi;التميمي Al-Tamimi;القرشي Al-Qurashi;الأنصاري Al-Ansari;الهلالي Al-Hilali;الزعبي Al-Zoubi;
        بركات Barakat;عثمان Othman;غانم Ghanem;نصار Nassar;قطان Qattan;زيتون Zaitoun;مرعي Marei;شعبان Shaban;رمضان Ramadan;هاشم Hashem
        """);

    internal static readonly (string Code, Word Name)[] Governorates =
    [
        ("AM", new("العاصمة", "Amman")), ("BA", new("البلقاء", "Balqa")), ("AZ", new("الزرقاء", "Zarqa")), ("MD", new("مادبا", "Madaba")),
        ("IR", new("إربد", "Irbid")), ("MA", new("المفرق", "Mafraq")), ("JA", new("جرش", "Jarash")), ("AJ", new("عجلون", "Ajloun")),
        ("KA", new("الكرك", "Karak")), ("AT", new("الطفيلة", "Tafilah")), ("MN", new("معان", "Ma'an")), ("AQ", new("العقبة", "Aqaba")),
    ];

    /// <summary>Invented places: a first word and a second, joined.</summary>
    internal static readonly Word[] PlaceHeads = Read("تلعة Talat;وادي Wadi;خربة Khirbet;بيت Beit;عين Ein;دير Deir;أم Umm;مرج Marj;رأس Ras;جبل Jabal");

    internal static readonly Word[] PlaceTails = Read(
        "الزيتون Al-Zaitoun;اللوز Al-Loz;السنديان Al-Sindian;الرمان Al-Rumman;النحل Al-Nahl;الصفصاف Al-Safsaf;الحمام Al-Hamam;الغزلان Al-Ghizlan;القمح Al-Qamh;الريحان Al-Raihan;الينابيع Al-Yanabee;السوسن Al-Sawsan");

    internal static readonly Word[] Streets = Read(
        "شارع_الياسمين Yasmine_Street;شارع_السنابل Sanabel_Street;شارع_المكتبة Library_Street;شارع_الندى Nada_Street;شارع_البلوط Oak_Street;شارع_الفجر Fajr_Street;شارع_الحصاد Harvest_Street;شارع_المرسى Marsa_Street");

    internal static readonly Word[] Trades = Read(
        "تجارة_القرطاسية Stationery;مواد_البناء Building_materials;تجارة_الأقمشة Fabrics;صيانة_الحاسوب Computer_repair;تصميم_وطباعة Design_and_printing;تجارة_الأثاث Furniture;مستلزمات_طبية Medical_supplies;نقل_بضائع Goods_transport;برمجيات Software;أغذية Food");

    internal static readonly Word[] Insurers = Read("شركة_الأمان_التجريبية Sandbox_Aman_Insurance;شركة_السند_التجريبية Sandbox_Sanad_Insurance;شركة_الدرع_التجريبية Sandbox_Shield_Insurance");

    internal static readonly Word[] Colours = Read("أبيض White;أسود Black;فضي Silver;أزرق Blue;أحمر Red;رمادي Grey");

    /// <summary>Invented makes and models, so that no maker is named.</summary>
    internal static readonly (Word Make, Word Model)[] Cars =
    [
        (new("نجم", "Najm"), new("صحراء 1", "Sahra 1")), (new("نجم", "Najm"), new("صحراء 2", "Sahra 2")), (new("ريح", "Reeh"), new("نسيم", "Naseem")),
        (new("ريح", "Reeh"), new("عاصفة", "Asifa")), (new("سهم", "Sahm"), new("خط", "Khatt")), (new("سهم", "Sahm"), new("قوس", "Qaws")),
    ];

    private static Word[] Read(string table) =>
        [.. table.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(pair =>
        {
            var cut = pair.LastIndexOf(' ');
            return new Word(pair[..cut].Replace('_', ' '), pair[(cut + 1)..].Replace('_', ' '));
        })];
}
