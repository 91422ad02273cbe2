using Diwan.Documents;

namespace Diwan.Modules.Tests.Documents;

/// <summary>One document of every kind the nine services issue, with invented people and numbers. Used by tests, pictures and the benchmark.</summary>
internal static class SampleDocuments
{
    internal static IEnumerable<DocumentContent> All(DocumentLanguage language) =>
    [
        Certificate(language), LandPlan(language), Deed(language), VocationalLicence(language), VehicleLicence(language),
        Receipt(language), Clearance(language), Subscription(language), Refusal(language), Contributions(language),
    ];

    internal static DocumentContent Certificate(DocumentLanguage language, string nameAr = "ليان سامر خليل الحوراني", string nameEn = "Layan Samer Khalil Al-Hourani") => new(
        "non-conviction-certificate", language,
        new("شهادة عدم محكومية", "Non-conviction certificate"),
        "moj", new("وزارة العدل", "Ministry of Justice"),
        [
            new DocumentBlock.Paragraph(new(
                "تشهد وزارة العدل، بعد الرجوع إلى السجل العدلي، بأنه لم يصدر بحق صاحب هذه الشهادة حكم قطعي بجناية أو بجنحة مخلة بالشرف والأخلاق العامة حتى تاريخ إصدارها:",
                "The Ministry of Justice, having consulted the judicial record, certifies that no final judgment for a felony, or for a misdemeanour against honour and public morals, has been given against the holder of this certificate up to the date of its issue:"), ParagraphTone.Lead),
            new DocumentBlock.Headline(new(nameAr, nameEn)),
            new DocumentBlock.Fields(
            [
                new(new("الرقم الوطني", "National number"), Words.Same("*******417")),
                new(new("تاريخ الولادة", "Date of birth"), Words.Same("22-07-1994")),
            ]),
            new DocumentBlock.Fields(
            [
                new(new("الغاية من الشهادة", "Purpose"), new("داخلية (التوظيف)", "Internal (employment)")),
                new(new("الجهة الطالبة", "Requesting body"), new("شركة السنابل للصناعات الغذائية (ذ.م.م)", "Al-Sanabel Food Industries (LLC)")),
            ]),
            new DocumentBlock.Signatory(new("رئيس قسم عدم المحكومية", "Head of the Non-conviction Section"), null, new("محكمة بداية عمّان", "Amman Court of First Instance")),
        ],
        [
            new("name", new("الاسم", "Name"), language == DocumentLanguage.English ? nameEn : nameAr),
            new("nn", new("الرقم الوطني", "National number"), "*******417"),
            new("purpose", new("الغاية", "Purpose"), language == DocumentLanguage.English ? "Internal (employment)" : "داخلية (التوظيف)"),
        ],
        new DateOnly(2027, 2, 23), true, DocumentLayout.Certificate)
    {
        Unit = new("محكمة بداية عمّان", "Amman Court of First Instance"),
        CaseReference = "7K4M-92QX-3",
    };

    internal static DocumentContent LandPlan(DocumentLanguage language) => new(
        "land-plan", language,
        new("مخطط أراضي", "Land plan"),
        "dls", new("دائرة الأراضي والمساحة", "Department of Lands and Survey"),
        [
            new DocumentBlock.Fields(
            [
                new(new("القرية", "Village"), new("الجبيهة", "Al-Jubeiha")),
                new(new("الحوض", "Basin"), new("3 – أم زويتينة", "3 – Umm Zweitina")),
                new(new("الحي", "Quarter"), Words.Same("0")),
                new(new("رقم القطعة", "Parcel"), Words.Same("1147")),
                new(new("المساحة المسجلة", "Registered area"), new("812.4 م²", "812.4 m²")),
                new(new("نوع الأرض", "Tenure"), new("ملك", "Mulk")),
            ], Columns: 2),
            new DocumentBlock.PlotDrawing(
                new("1147", [new(232_410.2, 154_120.4), new(232_438.9, 154_116.1), new(232_443.0, 154_143.8), new(232_427.5, 154_148.9), new(232_414.4, 154_148.1)]),
                [
                    new("1146", [new(232_382.0, 154_124.6), new(232_410.2, 154_120.4), new(232_414.4, 154_148.1), new(232_386.1, 154_152.3)]),
                    new("1148", [new(232_438.9, 154_116.1), new(232_467.0, 154_111.9), new(232_471.1, 154_139.6), new(232_443.0, 154_143.8)]),
                    new("1151", [new(232_386.1, 154_152.3), new(232_414.4, 154_148.1), new(232_427.5, 154_148.9), new(232_431.0, 154_172.0), new(232_390.0, 154_178.4)]),
                    new("1152", [new(232_427.5, 154_148.9), new(232_443.0, 154_143.8), new(232_471.1, 154_139.6), new(232_475.0, 154_166.0), new(232_431.0, 154_172.0)]),
                    new("شارع 12 م", [new(232_340.0, 154_130.8), new(232_510.0, 154_105.4), new(232_508.0, 154_093.4), new(232_338.0, 154_118.8)], PlotKind.Road),
                ],
                500, new("مشروع فلسطين 1923 (كاسيني سولدنر)", "Palestine 1923 Grid (Cassini-Soldner)"), "0347-12", "2026-10-04"),
            new DocumentBlock.Paragraph(new("الإحداثيات والأطوال بالمتر كما هي في نظام اللوحة، ولم تُحوَّل إلى نظام آخر.", "Coordinates and lengths are in metres as they stand in the sheet's own system; nothing has been reprojected."), ParagraphTone.Small),
        ],
        [new("plot", new("القطعة", "Plot"), "الجبيهة/3/0/1147"), new("sheet", new("اللوحة", "Sheet"), "0347-12"), new("date", new("تاريخ البيانات", "Date of the data"), "2026-10-04")],
        null, true, DocumentLayout.Plan)
    {
        Unit = new("مديرية تسجيل أراضي شمال عمّان", "North Amman Registration Directorate"),
        CaseReference = "2C8T-41WZ-9",
    };

    internal static DocumentContent Deed(DocumentLanguage language, int owners = 4) => new(
        "registration-deed", language,
        new("سند تسجيل", "Registration deed"),
        "dls", new("دائرة الأراضي والمساحة", "Department of Lands and Survey"),
        [
            new DocumentBlock.Fields(
            [
                new(new("القرية", "Village"), new("الجبيهة", "Al-Jubeiha")),
                new(new("الحوض", "Basin"), new("3 – أم زويتينة", "3 – Umm Zweitina")),
                new(new("رقم القطعة", "Parcel"), Words.Same("1147")),
                new(new("المساحة", "Area"), new("812.4 م² (0.8124 دونم)", "812.4 m² (0.8124 dunum)")),
                new(new("نوع الأرض", "Tenure"), new("ملك", "Mulk")),
                new(new("المجلد والصفحة", "Volume and page"), Words.Same("218 / 47")),
            ], Columns: 2),
            new DocumentBlock.Table(
                [new(new("المالك", "Owner"), 3), new(new("الرقم الوطني", "National number"), 1.6), new(new("الحصة", "Share"), 1, true)],
                [.. Enumerable.Range(0, owners).Select(i => (IReadOnlyList<Words>)
                [
                    i % 3 == 0 ? new("سامر خليل محمود الحوراني", "Samer Khalil Mahmoud Al-Hourani") : i % 3 == 1 ? new("هند عبد الله صالح النابلسي", "Hind Abdullah Saleh Al-Nabulsi") : new("ورثة المرحوم عبد الرحمن مصطفى عبد القادر الشوبكي", "Heirs of the late Abdul Rahman Mustafa Abdul Qader Al-Shobaki"),
                    Words.Same(i == 0 ? "9871034417" : $"*******{(i * 137) % 1000:000}"),
                    Words.Same($"{(i == 0 ? owners + 2 : 1)}/{(2 * owners) + 1}"),
                ])],
                new("المالكون والحصص", "Owners and shares")),
            new DocumentBlock.Table(
                [new(new("القيد", "Encumbrance")), new(new("لصالح", "In favour of"), 2), new(new("التاريخ والرقم", "Date and number"), 1.4)],
                [[new("رهن من الدرجة الأولى", "First mortgage"), new("بنك الإسكان التعاوني", "Cooperative Housing Bank"), Words.Same("14-03-2021 / 553")]],
                new("القيود والرهون", "Encumbrances")),
            new DocumentBlock.Notice(
                new("يُبين هذا السند حالة القيد وقت إصداره، وأي تغيير يطرأ على السجل بعد ذلك يظهر عند التحقق منه.", "This deed shows the register as it stood when issued. Any later change is shown when it is verified."),
                new("ملاحظة", "Note")),
        ],
        [new("plot", new("القطعة", "Plot"), "الجبيهة/3/0/1147"), new("owner", new("المالك", "Owner"), "سامر خليل محمود الحوراني"), new("share", new("الحصة", "Share"), $"{owners + 2}/{(2 * owners) + 1}")],
        null, true)
    {
        Unit = new("مديرية تسجيل أراضي شمال عمّان", "North Amman Registration Directorate"),
        CaseReference = "9P3D-70KA-1",
    };

    internal static DocumentContent VocationalLicence(DocumentLanguage language) => new(
        "vocational-licence", language,
        new("رخصة مهن", "Vocational licence"),
        "gam", new("أمانة عمّان الكبرى", "Greater Amman Municipality"),
        [
            new DocumentBlock.Headline(new("مخبز ومعجنات الياسمينة", "Al-Yasmina Bakery and Pastries"), new("رخصة رقم \u20681042877\u2069 لسنة 2027", "Licence No. \u20681042877\u2069 for the year 2027")),
            new DocumentBlock.Fields(
            [
                new(new("المرخص له", "Licensee"), new("هند عبد الله صالح النابلسي", "Hind Abdullah Saleh Al-Nabulsi")),
                new(new("المهن المرخصة", "Licensed professions"), new("مخبز آلي؛ بيع الحلويات والمعجنات بالتجزئة", "Mechanised bakery; retail of sweets and pastries")),
                new(new("العنوان", "Address"), new("تلاع العلي، شارع وصفي التل، بناية 114", "Tla' Al-Ali, Wasfi Al-Tal Street, building 114")),
                new(new("المساحة", "Area"), new("86 م²", "86 m²")),
            ]),
        ],
        [new("licence", new("رقم الرخصة", "Licence"), "1042877"), new("name", new("الاسم التجاري", "Trade name"), "مخبز ومعجنات الياسمينة"), new("year", new("السنة", "Year"), "2027")],
        new DateOnly(2027, 12, 31), true, DocumentLayout.Wall)
    {
        CaseReference = "5F2N-88GH-6",
    };

    internal static DocumentContent VehicleLicence(DocumentLanguage language) => new(
        "vehicle-licence", language,
        new("رخصة اقتناء مركبة", "Vehicle licence"),
        "dvld", new("إدارة ترخيص السواقين والمركبات", "Drivers and Vehicles Licensing Department"),
        [
            new DocumentBlock.Card(new("رخصة مركبة", "Vehicle licence"), Words.Same("27-48193"),
            [
                new(new("المالك", "Owner"), new("سامر خليل محمود الحوراني", "Samer Khalil Mahmoud Al-Hourani")),
                new(new("صفة المركبة", "Class"), new("خصوصي", "Private")),
                new(new("الصنف والطراز", "Make and model"), new("تويوتا كورولا", "Toyota Corolla")),
                new(new("سنة الصنع", "Year"), Words.Same("2023")),
                new(new("سارية لغاية", "Valid until"), Words.Same("2027-11-22")),
            ],
            [
                new(new("رقم التسجيل", "Registration no."), Words.Same("4419027")),
                new(new("رقم المحرك", "Engine no."), Words.Same("2ZR-8841907")),
                new(new("سعة المحرك", "Engine"), Words.Same("1598 cc")),
                new(new("الركاب", "Seats"), Words.Same("5")),
                new(new("وثيقة التأمين", "Insurance"), Words.Same("JO-2026-771823")),
            ]),
            new DocumentBlock.Fields(
            [
                new(new("اللون", "Colour"), new("أبيض", "White")),
                new(new("نوع الوقود", "Fuel"), new("بنزين", "Petrol")),
                new(new("التأمين ساري لغاية", "Insured until"), Words.Same("2027-11-22")),
                new(new("الفحص الفني", "Inspection"), new("غير خاضعة للفحص", "Not subject to inspection")),
            ], new("بيانات المركبة", "The vehicle"), 2),
        ],
        [new("plate", new("رقم اللوحة", "Plate"), "27-48193"), new("until", new("سارية لغاية", "Valid until"), "2027-11-22")],
        new DateOnly(2027, 11, 22), true, DocumentLayout.Card)
    {
        CaseReference = "8B6R-13LM-0",
    };

    internal static DocumentContent Receipt(DocumentLanguage language) => new(
        "fines-receipt", language,
        new("إيصال دفع مخالفات سير", "Receipt for traffic fines"),
        "gam", new("أمانة عمّان الكبرى", "Greater Amman Municipality"),
        [
            new DocumentBlock.Amount(new("المبلغ المدفوع", "Amount paid"), new("36.250 دينار", "JOD 36.250"), new("ستة وثلاثون دينارًا ومئتان وخمسون فلسًا", "thirty-six dinars and 250 fils")),
            new DocumentBlock.Fields(
            [
                new(new("الدافع", "Paid by"), new("سامر خليل محمود الحوراني", "Samer Khalil Mahmoud Al-Hourani")),
                new(new("وسيلة الدفع", "Means"), new("بطاقة", "Card")),
                new(new("رقم الحركة", "Transaction"), Words.Same("20261122-0093341")),
                new(new("وقت الدفع", "Paid at"), Words.Same("22-11-2026 10:42")),
            ], Columns: 2),
            new DocumentBlock.Table(
                [new(new("رقم المخالفة", "Ticket"), 1.2), new(new("المخالفة", "Offence"), 3), new(new("التاريخ", "Date"), 1.2), new(new("المبلغ (دينار)", "Amount (JOD)"), 1.1, true)],
                [
                    [Words.Same("88-104422"), new("الوقوف في مكان ممنوع", "Parking where forbidden"), Words.Same("03-10-2026"), Words.Same("20.000")],
                    [Words.Same("88-119073"), new("تجاوز السرعة المقررة بأقل من 20 كم/ساعة", "Less than 20 km/h over the limit"), Words.Same("19-10-2026"), Words.Same("30.000")],
                    [Words.Same(""), new("خصم الدفع المبكر 30%", "Early payment discount 30%"), Words.Same(""), Words.Same("-15.000")],
                    [Words.Same(""), new("عمولة الدفع الإلكتروني", "Electronic payment commission"), Words.Same(""), Words.Same("1.250")],
                ],
                null,
                [new("المجموع", "Total"), Words.Same(""), Words.Same(""), Words.Same("36.250")]),
        ],
        [new("amount", new("المبلغ", "Amount"), "36.250 JOD"), new("transaction", new("رقم الحركة", "Transaction"), "20261122-0093341")],
        null, true, DocumentLayout.Receipt)
    {
        CaseReference = "1V7C-55EN-4",
    };

    internal static DocumentContent Clearance(DocumentLanguage language) => new(
        "property-tax-clearance", language,
        new("براءة ذمة عن ضريبة المسقفات", "Property tax clearance"),
        "gam", new("أمانة عمّان الكبرى", "Greater Amman Municipality"),
        [
            new DocumentBlock.Paragraph(new(
                $"تفيد أمانة عمّان الكبرى بأن ضريبة الأبنية والأراضي وما يتبعها من رسوم عن العقار رقم {Isolate.Value("03-1147-002")} مسددة كاملة حتى نهاية سنة {Isolate.Value("2026")}.",
                $"Greater Amman Municipality states that the buildings and land tax, and the charges that go with it, on property {Isolate.Value("03-1147-002")} are paid in full to the end of {Isolate.Value("2026")}."), ParagraphTone.Lead),
            new DocumentBlock.Fields(
            [
                new(new("المالك", "Owner"), new("سامر خليل محمود الحوراني", "Samer Khalil Mahmoud Al-Hourani")),
                new(new("القطعة", "Plot"), new("الجبيهة، حوض 3، قطعة 1147", "Al-Jubeiha, basin 3, parcel 1147")),
                new(new("آخر دفعة", "Last payment"), new("412.375 دينار في 18-02-2026", "JOD 412.375 on 18-02-2026")),
            ]),
        ],
        [new("property", new("العقار", "Property"), "03-1147-002"), new("year", new("حتى سنة", "To the end of"), "2026")],
        new DateOnly(2026, 12, 31), true)
    {
        CaseReference = "6H9S-02BD-7",
    };

    internal static DocumentContent Subscription(DocumentLanguage language) => new(
        "subscription-confirmation", language,
        new("تأكيد اشتراك اختياري", "Confirmation of voluntary subscription"),
        "ssc", new("المؤسسة العامة للضمان الاجتماعي", "Social Security Corporation"),
        [
            new DocumentBlock.Paragraph(new(
                "تؤكد المؤسسة العامة للضمان الاجتماعي قبول اشتراككم الاختياري وفق البيانات الآتية:",
                "The Social Security Corporation confirms that your voluntary subscription has been accepted as follows:")),
            new DocumentBlock.Fields(
            [
                new(new("المؤمن عليه", "Insured person"), new("ليان سامر خليل الحوراني", "Layan Samer Khalil Al-Hourani")),
                new(new("رقم التأمين", "Insurance number"), Words.Same("9412207734")),
                new(new("الأجر الخاضع", "Declared wage"), new("600.000 دينار", "JOD 600.000")),
                new(new("نسبة الاشتراك", "Rate"), Words.Same("17.5%")),
                new(new("الاشتراك الشهري", "Monthly contribution"), new("105.000 دينار", "JOD 105.000")),
                new(new("بداية الاشتراك", "From"), Words.Same("01-11-2026")),
                new(new("هاتف التواصل", "Telephone"), Words.Same("+962-6-5551234")),
            ]),
            new DocumentBlock.Notice(
                new($"يجب دفع الاشتراك الأول كاملًا قبل {Isolate.Value("15-12-2026")}، وإلا سقط الاشتراك.", $"The first contribution is to be paid in full before {Isolate.Value("15-12-2026")}, or the subscription lapses."),
                new("موعد مهم", "An important date"), NoticeTone.Important),
            new DocumentBlock.Points(
            [
                new("يغطي الاشتراك الشيخوخة والعجز والوفاة.", "The subscription covers old age, disability and death."),
                new("يُستحق كل اشتراك في أول خمسة عشر يومًا من الشهر التالي.", "Each contribution is due in the first fifteen days of the following month."),
                new("يمكن إيقاف الاشتراك أو تعديل الأجر من صفحة الخدمة.", "The subscription can be stopped, or the wage changed, on the service's page."),
            ], true, new("ما يترتب على الاشتراك", "What this means")),
        ],
        [new("name", new("الاسم", "Name"), "ليان سامر خليل الحوراني"), new("insurance", new("رقم التأمين", "Insurance number"), "9412207734"), new("from", new("من", "From"), "2026-11-01")],
        null, true)
    {
        CaseReference = "3M5Y-67QT-8",
    };

    internal static DocumentContent Refusal(DocumentLanguage language) => new(
        "refusal", language,
        new("إشعار بعدم الموافقة على الطلب", "Notice that the application was not approved"),
        "dvld", new("إدارة ترخيص السواقين والمركبات", "Drivers and Vehicles Licensing Department"),
        [
            new DocumentBlock.Paragraph(new("السيد سامر خليل محمود الحوراني المحترم،", "Dear Mr Samer Khalil Mahmoud Al-Hourani,")),
            new DocumentBlock.Paragraph(new(
                $"نشير إلى طلبكم رقم {Isolate.Value("4T1X-30JV-2")} تجديد رخصة المركبة {Isolate.Value("27-48193")}، ونأسف لإبلاغكم بتعذر الموافقة عليه للأسباب الآتية:",
                $"We refer to your application {Isolate.Value("4T1X-30JV-2")} to renew the licence of vehicle {Isolate.Value("27-48193")}. We regret that it could not be approved, for these reasons:")),
            new DocumentBlock.Points(
            [
                new($"التأمين الإلزامي ينتهي في {Isolate.Value("30-11-2026")} ولا يغطي مدة الترخيص كاملة.", $"The compulsory insurance ends on {Isolate.Value("30-11-2026")} and does not cover the whole period of the licence."),
                new("على المركبة مخالفة سير واحدة غير مدفوعة.", "One traffic fine on the vehicle has not been paid."),
            ], true, new("أسباب عدم الموافقة", "Reasons")),
            new DocumentBlock.Notice(
                new("جددوا وثيقة التأمين وادفعوا المخالفة من خدمة مخالفات السير، ثم قدموا الطلب من جديد دون رسوم إضافية. ولكم أن تعترضوا على هذا القرار خلال ثلاثين يومًا من تاريخه لدى مدير الإدارة.",
                    "Renew the insurance and pay the fine in the traffic fines service, then apply again at no further charge. You may object to this decision before the director of the department within thirty days of its date."),
                new("ما الذي يمكنكم فعله", "What you can do"), NoticeTone.Important),
            new DocumentBlock.Signatory(new("قسم ترخيص المركبات", "Vehicle Licensing Section")),
        ],
        [new("application", new("رقم الطلب", "Application"), "4T1X-30JV-2"), new("decision", new("القرار", "Decision"), language == DocumentLanguage.English ? "Not approved" : "عدم الموافقة")],
        null, true, DocumentLayout.Letter)
    {
        CaseReference = "4T1X-30JV-2",
    };

    internal static DocumentContent Contributions(DocumentLanguage language, int lines = 46) => new(
        "contributions-receipt", language,
        new("إيصال دفع اشتراكات", "Receipt for contributions"),
        "ssc", new("المؤسسة العامة للضمان الاجتماعي", "Social Security Corporation"),
        [
            new DocumentBlock.Amount(new("المبلغ المدفوع", "Amount paid"), new("20,010.000 دينار", "JOD 20,010.000")),
            new DocumentBlock.Fields(
            [
                new(new("المنشأة", "Establishment"), new("شركة السنابل للصناعات الغذائية", "Al-Sanabel Food Industries")),
                new(new("رقم المنشأة", "Establishment number"), Words.Same("200114477")),
                new(new("عن شهر", "For the month of"), Words.Same("2026-10")),
                new(new("رقم الحركة", "Transaction"), Words.Same("20261112-0004412")),
            ], Columns: 2),
            new DocumentBlock.Table(
                [new(new("الاسم", "Name"), 3), new(new("رقم التأمين", "Insurance no."), 1.5), new(new("الأجر", "Wage"), 1.1, true), new(new("حصة المنشأة", "Employer"), 1.1, true), new(new("حصة العامل", "Employee"), 1.1, true)],
                [.. Enumerable.Range(0, lines).Select(i => (IReadOnlyList<Words>)
                [
                    i % 2 == 0 ? new("محمد عبد الكريم يوسف العبادي", "Mohammad Abdul Karim Yousef Al-Abbadi") : new("رنا ماهر فؤاد الكيلاني", "Rana Maher Fuad Al-Kilani"),
                    Words.Same($"9{(i * 7919) % 1000000000:000000000}"), Words.Same("2,000.000"), Words.Same("285.000"), Words.Same("150.000"),
                ])],
                new("تفصيل الاشتراكات", "Contributions by person"),
                [new("المجموع", "Total"), Words.Same(""), Words.Same($"{lines * 2000:#,##0}.000"), Words.Same($"{lines * 285:#,##0}.000"), Words.Same($"{lines * 150:#,##0}.000")]),
        ],
        [new("establishment", new("رقم المنشأة", "Establishment"), "200114477"), new("month", new("عن شهر", "Month"), "2026-10"), new("amount", new("المبلغ", "Amount"), "20,010.000 JOD")],
        null, true, DocumentLayout.Receipt)
    {
        CaseReference = "0W8J-24RF-5",
    };
}
