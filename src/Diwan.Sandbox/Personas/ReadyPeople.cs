using System.Globalization;
using Diwan.Sandbox.Nation;

namespace Diwan.Sandbox.Personas;

/// <summary>
/// The ready-made people as data. Numbers are 2000000000 plus the first column; generated numbers begin at 3000000000, so the two never meet.
/// The page docs/registries/personas.md tells the same stories, and a test holds the two together.
/// </summary>
internal static class ReadyPeople
{
    /// <param name="Code">The last three digits of the national number.</param>
    /// <param name="Age">Years on the founding day, half a year past the birthday; <c>55!</c> is a birthday on that day, <c>55-</c> the day before it.</param>
    /// <param name="Place">Governorate, or the country of an expatriate.</param>
    /// <param name="Phone"><c>j</c>: a Jordanian mobile made from the code; <c>none</c>; or the number itself.</param>
    internal sealed record Row(
        int Code, string Group, string NamesAr, string NamesEn, string Mother, char Gender, string Age, string Place, string Phone, string StoryAr, string StoryEn, string Roles)
    {
        internal string Number => Invariant($"{2_000_000_000L + Code}");
    }

    internal static readonly Row[] Rows =
    [
        P(101, "justice", "ليلى|سامي|يوسف|الحوراني", "Layla|Sami|Yousef|Al-Hourani", "مريم|Mariam", 'F', "31", "AM", "j", "سجل نظيف: الطريق السهل إلى الشهادة", "Clean record: the easy way to the certificate"),
        P(102, "justice", "أحمد|محمود|علي|الخطيب", "Ahmad|Mahmoud|Ali|Al-Khatib", "عائشة|Aisha", 'M', "38", "AZ", "j", "تشابه أسماء: رجل آخر يحمل الاسم نفسه له قيد", "Same name: another man of that name has a record"),
        P(103, "justice", "نادر|فؤاد|سالم|الرملي", "Nader|Fuad|Salem|Al-Ramli", "خديجة|Khadija", 'M', "45", "IR", "j", "قيد قائم برقمه الوطني", "A standing record under his own number"),
        P(104, "justice", "هالة|عيسى|موسى|البيطار", "Hala|Issa|Musa|Al-Bitar", "آمنة|Amneh", 'F', "52", "AM", "j", "قيد مع رد الاعتبار", "A record, rehabilitated"),
        P(106, "justice", "فاطمة|حسين|خلف|درويش", "Fatima|Hussein|Khalaf|Darwish", "زينب|Zainab", 'F', "78", "KA", "none", "مسنّة بلا هاتف، تحتاج إلى المساعدة عند الشباك", "Old, without a telephone, needs help at the counter"),
        P(107, "justice", "رامي|وليد|حسن|الشامي", "Rami|Waleed|Hasan|Al-Shami", "نادية|Nadia", 'M', "34", "GB", "+447700900123", "مغترب في بريطانيا، هاتفه أجنبي", "Lives in Britain, foreign telephone"),
        P(201, "lands", "سعاد|إبراهيم|خليل|المصري", "Suad|Ibrahim|Khalil|Al-Masri", "سميرة|Samira", 'F', "58", "AM", "j", "مالكة وحيدة للقطعة 1/1/1/0/1، لوحة رقمية", "Sole owner of plot 1/1/1/0/1, digitised sheet"),
        P(202, "lands", "ماجد|إبراهيم|خليل|المصري", "Majed|Ibrahim|Khalil|Al-Masri", "أمل|Amal", 'M', "55", "AM", "j", "يملك النصف في القطعة 1/1/1/0/2 مع أخيه وأخته", "Owns half of plot 1/1/1/0/2 with a brother and a sister"),
        P(203, "lands", "طارق|إبراهيم|خليل|المصري", "Tareq|Ibrahim|Khalil|Al-Masri", "مريم|Mariam", 'M', "50", "AM", "j", "يملك الربع في القطعة 1/1/1/0/2", "Owns a quarter of plot 1/1/1/0/2"),
        P(204, "lands", "ريم|جمال|عارف|النابلسي", "Reem|Jamal|Aref|Al-Nabulsi", "عائشة|Aisha", 'F', "33", "AM", "j", "وارثة: القطعة 1/1/1/0/3 ما زالت باسم والدها المتوفى", "Heir: plot 1/1/1/0/3 is still in her late father's name"),
        P(205, "lands", "عمر|زياد|فارس|العوضي", "Omar|Ziad|Faris|Al-Awadi", "خديجة|Khadija", 'M', "41", "AM", "j", "وكيل سعاد المصري: الوكالة 2026/1205 سارية، والوكالة 2025/0077 ملغاة", "Agent of Suad Al-Masri: agency 2026/1205 in force, 2025/0077 revoked"),
        P(206, "lands", "سمير|كمال|نعيم|حداد", "Samir|Kamal|Naeem|Haddad", "آمنة|Amneh", 'M', "63", "AM", "j", "على قطعته 1/1/1/0/4 رهن وحجز", "His plot 1/1/1/0/4 is under a mortgage and an attachment"),
        P(207, "lands", "عبير|حسن|رشيد|الزين", "Abeer|Hasan|Rasheed|Al-Zein", "زينب|Zainab", 'F', "47", "AM", "j", "القطعة 1/1/2/0/1 على لوحة غير رقمية: يرسمها المسّاح", "Plot 1/1/2/0/1 on a sheet not yet digitised: a surveyor draws it"),
        P(208, "lands", "منير|صالح|داود|القاسم", "Munir|Saleh|Dawood|Al-Qasem", "نادية|Nadia", 'M', "66", "AM", "j", "القطعة 1/1/3/0/1 بإحداثيات فلسطين 1923 بجوار لوحة بنظام آخر", "Plot 1/1/3/0/1 in Palestine-1923 beside a sheet in another system"),
        P(209, "lands", "وفاء|راشد|مطر|السالم", "Wafaa|Rashed|Matar|Al-Salem", "سميرة|Samira", 'F', "54", "AM", "j", "قطعة تحت التسوية 1/1/1/0/6، ومتنازع عليها 1/1/1/0/7، وقيد الإفراز 1/1/1/0/8", "Plots under settlement 1/1/1/0/6, disputed 1/1/1/0/7, under subdivision 1/1/1/0/8"),
        P(210, "lands", "قيس|ماهر|عدنان|بركات", "Qais|Maher|Adnan|Barakat", "سميرة|Samira", 'M', "40", "AM", "j", "وليّ ابنته القاصرة المالكة للقطعة 1/1/1/0/9", "Guardian of his small daughter, who owns plot 1/1/1/0/9"),
        P(211, "-", "جنى|قيس|ماهر|بركات", "Jana|Qais|Maher|Barakat", "ليلى|Layla", 'F', "11", "AM", "none", "قاصرة مالكة", "A minor who owns land"),
        P(290, "-", "جمال|عارف|سعد|النابلسي", "Jamal|Aref|Saad|Al-Nabulsi", "أمل|Amal", 'M', "79", "AM", "none", "متوفى", "Deceased"),
        P(291, "-", "نجاح|سليم|عمر|الصباغ", "Najah|Saleem|Omar|Al-Sabbagh", "مريم|Mariam", 'F', "70", "AM", "j", "أرملة جمال النابلسي", "Widow of Jamal Al-Nabulsi"),
        P(292, "-", "حازم|جمال|عارف|النابلسي", "Hazem|Jamal|Aref|Al-Nabulsi", "عائشة|Aisha", 'M', "37", "AM", "j", "أخو ريم", "Reem's brother"),
        P(293, "-", "إبراهيم|خليل|سالم|المصري", "Ibrahim|Khalil|Salem|Al-Masri", "خديجة|Khadija", 'M', "88", "AM", "none", "والد سعاد وماجد وطارق", "Father of Suad, Majed and Tareq"),
        P(294, "-", "هدى|إبراهيم|خليل|المصري", "Huda|Ibrahim|Khalil|Al-Masri", "آمنة|Amneh", 'F', "48", "AM", "j", "تملك الربع في القطعة 1/1/1/0/2", "Owns a quarter of plot 1/1/1/0/2"),
        P(190, "-", "أحمد|محمود|علي|الخطيب", "Ahmad|Mahmoud|Ali|Al-Khatib", "زينب|Zainab", 'M', "49", "IR", "j", "صاحب القيد المتشابه في الاسم", "The namesake who has the record"),
        P(301, "vocations", "خالد|عمران|سعيد|البستاني", "Khaled|Imran|Saeed|Al-Bustani", "نادية|Nadia", 'M', "44", "AM", "j", "قرطاسية بلا خطورة، الرخصة 300001 مستحقة التجديد", "Stationer without risk, licence 300001 is due"),
        P(302, "vocations", "رنا|فادي|جميل|الحلو", "Rana|Fadi|Jamil|Al-Helou", "سميرة|Samira", 'F', "39", "AM", "j", "مطعم، الموافقتان ساريتان، الرخصة 300002", "Restaurant, both approvals valid, licence 300002"),
        P(303, "vocations", "يزن|هاني|عادل|شاهين", "Yazan|Hani|Adel|Shahin", "أمل|Amal", 'M', "36", "AM", "j", "مطعم، موافقة الدفاع المدني منتهية، الرخصة 300003", "Restaurant, civil-defence approval expired, licence 300003"),
        P(304, "vocations", "محمد|أنور|كريم|العلي", "Mohammad|Anwar|Karim|Al-Ali", "مريم|Mariam", 'M', "57", "AM", "j", "متأخرات سنوات سابقة، الرخصة 300004", "Arrears of earlier years, licence 300004"),
        P(305, "vocations", "سناء|بشار|أيوب|قاسم", "Sanaa|Bashar|Ayyoub|Qasem", "عائشة|Aisha", 'F', "42", "AM", "j", "تغيّرت مساحة المحل، الرخصة 300005", "The shop's area changed, licence 300005"),
        P(306, "vocations", "باسم|نبيل|توفيق|رزق", "Basem|Nabil|Tawfiq|Rizq", "خديجة|Khadija", 'M', "51", "AM", "j", "أمر إغلاق نافذ، الرخصة 300006", "A closure order is in force, licence 300006"),
        P(307, "vocations", "دينا|مازن|حازم|الكيلاني", "Dina|Mazen|Hazem|Al-Kilani", "آمنة|Amneh", 'F', "35", "AM", "j", "مفوضة عن شركة لها لوحتا إعلان ومركبة 20-10414، الرخصة 300007", "Signatory of a company with two signboards and a vehicle 20-10414, licence 300007"),
        P(308, "vocations", "إياد|شوقي|لطفي|العمري", "Iyad|Shawqi|Lutfi|Al-Omari", "زينب|Zainab", 'M', "48", "AM", "j", "رخصة هذه السنة مجددة: لا شيء مستحق، الرخصة 300008", "Already renewed for this year: nothing due, licence 300008"),
        P(401, "vehicles", "زينب|ماهر|ياسين|البدوي", "Zainab|Maher|Yaseen|Al-Badawi", "نادية|Nadia", 'F', "37", "AM", "j", "مركبة معفاة من الفحص ومؤمّنة وبلا مخالفات، 20-10401", "Exempt vehicle, insured, without fines, 20-10401"),
        P(402, "vehicles", "حسام|جهاد|مروان|عبيد", "Hussam|Jihad|Marwan|Obeid", "سميرة|Samira", 'M', "43", "AZ", "j", "مركبة خاضعة للفحص، 20-10402", "Vehicle subject to inspection, 20-10402"),
        P(403, "vehicles", "لمى|سهيل|بدر|الجابري", "Lama|Suhail|Badr|Al-Jaberi", "أمل|Amal", 'F', "29", "AM", "j", "عليها مخالفة واحدة: تدفع ثم تجدد، 20-10403", "One fine: pay, then renew, 20-10403"),
        P(404, "vehicles", "فراس|عدنان|وائل|النجار", "Firas|Adnan|Wael|Al-Najjar", "مريم|Mariam", 'M', "40", "IR", "j", "بلا تأمين ساري، 20-10404", "No insurance in force, 20-10404"),
        P(405, "vehicles", "غادة|أكرم|ناصر|الطويل", "Ghada|Akram|Naser|Al-Tawil", "عائشة|Aisha", 'F', "46", "AM", "j", "مركبة محجوزة، 20-10405", "Vehicle under attachment, 20-10405"),
        P(406, "vehicles", "مراد|أمين|صبري|الجمل", "Murad|Ameen|Sabri|Al-Jamal", "خديجة|Khadija", 'M', "32", "AM", "j", "ثلاث مخالفات محددة إحداها خطرة، ورابعة محالة إلى المحكمة، 20-10406", "Three fixed fines, one of them serious, and one bound for court, 20-10406"),
        P(407, "vehicles", "شيرين|نادر|فهد|سلامة", "Shereen|Nader|Fahd|Salameh", "آمنة|Amneh", 'F', "38", "AM", "j", "مركبة هجينة مرخصة بعد 2025، 20-10407", "Hybrid first licensed after 2025, 20-10407"),
        P(408, "vehicles", "أنس|رائد|حامد|المجدي", "Anas|Raed|Hamed|Al-Majdi", "زينب|Zainab", 'M', "33", "AM", "j", "مركبة كهربائية مرخصة بعد 2025، 20-10408", "Electric vehicle first licensed after 2025, 20-10408"),
        P(409, "vehicles", "لؤي|هيثم|باسل|الأسعد", "Luay|Haitham|Basel|Al-Asaad", "نادية|Nadia", 'M', "36", "MD", "j", "على مركبته تعميم، 20-10409", "A circular is out for his vehicle, 20-10409"),
        P(410, "vehicles", "سحر|عماد|رياض|الفارس", "Sahar|Imad|Riyad|Al-Fares", "سميرة|Samira", 'F', "30", "AM", "j", "تملك نصف مركبة مع أخيها، 20-10410", "Owns half of a vehicle with her brother, 20-10410"),
        P(411, "vehicles", "نضال|عماد|رياض|الفارس", "Nidal|Imad|Riyad|Al-Fares", "أمل|Amal", 'M', "35", "AM", "j", "شريك فيها، وله مركبة 4,600 سم³، 20-10411", "Co-owner of it; also has a 4,600 cc car, 20-10411"),
        P(412, "vehicles", "حنين|سليم|حمدي|الرشيد", "Haneen|Saleem|Hamdi|Al-Rashid", "مريم|Mariam", 'F', "28", "AM", "j", "مخالفات بكل الأعمار والحالات، 20-10412", "Tickets of every age and state, 20-10412"),
        P(413, "vehicles", "وسيم|خضر|نمر|عواد", "Waseem|Khader|Nimr|Awwad", "عائشة|Aisha", 'M', "50", "BA", "j", "رخصة منتهية منذ سنتين، 20-10413", "Licence expired two years ago, 20-10413"),
        P(501, "property", "ندى|صبحي|فوزي|الحسن", "Nada|Subhi|Fawzi|Al-Hasan", "خديجة|Khadija", 'F', "49", "AM", "j", "مبنى، سنة واحدة مستحقة، العقار 5000501", "Building, one year due, property 5000501"),
        P(502, "property", "جورج|إلياس|حنا|خوري", "George|Elias|Hanna|Khoury", "آمنة|Amneh", 'M', "61", "AM", "j", "متأخرات وغرامات، العقار 5000502", "Arrears and penalties, property 5000502"),
        P(503, "property", "بلال|رفيق|شاكر|منصور", "Bilal|Rafiq|Shaker|Mansour", "زينب|Zainab", 'M', "45", "AM", "j", "أرض خالية، العقار 5000503", "Vacant land, property 5000503"),
        P(504, "property", "هدى|أسامة|رجب|الصالح", "Huda|Osama|Rajab|Al-Saleh", "نادية|Nadia", 'F', "40", "AM", "j", "تملك نصف مبنى، العقار 5000504", "Owns half of a building, property 5000504"),
        P(505, "property", "معاذ|أسامة|رجب|الصالح", "Muath|Osama|Rajab|Al-Saleh", "سميرة|Samira", 'M', "43", "AM", "j", "يملك النصف الآخر، العقار 5000504", "Owns the other half, property 5000504"),
        P(506, "property", "إيمان|فيصل|عوني|التل", "Iman|Faisal|Awni|Al-Tal", "أمل|Amal", 'F', "53", "AM", "j", "مفوضة عن شركة تملك مبنى، العقار 5000506", "Signs for a company that owns a building, property 5000506"),
        P(507, "property", "توفيق|جابر|سمعان|ديب", "Tawfiq|Jaber|Semaan|Deeb", "مريم|Mariam", 'M', "58", "AM", "j", "دفع كل شيء: براءة ذمة فقط، العقار 5000507", "Paid everything: clearance only, property 5000507"),
        P(508, "property", "سوزان|نادر|يعقوب|حبش", "Suzan|Nader|Yaqoub|Habash", "وفاء|Wafaa", 'F', "36", "AM", "j", "شقة على قطعة العقار 5000501 نفسها، العقار 5000508", "A dwelling on the plot of property 5000501, property 5000508"),
        P(601, "insurance", "سلمى|قصي|نزار|الهادي", "Salma|Qusai|Nizar|Al-Hadi", "عائشة|Aisha", 'F', "30", "AM", "j", "امرأة في الثلاثين لم تُؤمَّن من قبل", "Woman of 30, never insured"),
        P(602, "insurance", "فايز|حمد|سلمان|العايد", "Fayez|Hamad|Salman|Al-Ayed", "خديجة|Khadija", 'M', "62", "MN", "j", "رجل تجاوز الستين لم يُؤمَّن من قبل: لا يُقبل", "Man over 60, never insured: refused"),
        P(603, "insurance", "رشا|طلال|غسان|البكري", "Rasha|Talal|Ghassan|Al-Bakri", "آمنة|Amneh", 'F', "39", "AM", "j", "تعود بعد انقطاع، آخر أجر 480", "Comes back after an interruption, last wage 480"),
        P(604, "insurance", "عيسى|يعقوب|شكري|فرح", "Issa|Yaqoub|Shukri|Farah", "زينب|Zainab", 'M', "64", "AM", "j", "متقاعد: لا يُقبل", "Pensioner: refused"),
        P(605, "insurance", "مها|ثابت|فريد|الحاج", "Maha|Thabet|Farid|Al-Haj", "نادية|Nadia", 'F', "34", "AM", "j", "تعمل الآن: لا تُقبل", "Employed now: refused"),
        P(606, "insurance", "كرم|منذر|أديب|صقر", "Karam|Munther|Adeeb|Saqr", "سميرة|Samira", 'M', "37", "AE", "+447700900606", "مغترب بهاتف أجنبي لم يُؤمَّن من قبل", "Expatriate with a foreign telephone, never insured"),
        P(607, "insurance", "ابتسام|رامز|وديع|ناصيف", "Ibtisam|Ramez|Wadee|Nasif", "أمل|Amal", 'F', "41", "AM", "j", "مشتركة اختيارياً، شهران مستحقان", "Optional subscriber, two months due"),
        P(608, "insurance", "عصام|حلمي|شريف|الدباغ", "Issam|Hilmi|Sharif|Al-Dabbagh", "مريم|Mariam", 'M', "52", "AM", "j", "يوقّع عن منشأة فيها 12 عاملاً، اثنان فوق السقف، 200000608", "Signs for an establishment of 12, two above the caps, 200000608"),
        P(609, "insurance", "صالح|درويش|مسعود|الغول", "Saleh|Darwish|Masoud|Al-Ghoul", "عائشة|Aisha", 'M', "63", "AM", "j", "فوق الستين وله اشتراكات لم تُصرف: يُقبل", "Over 60 with unsettled contributions: allowed"),
        P(610, "insurance", "نوال|ضياء|أنيس|العطار", "Nawal|Diaa|Anis|Al-Attar", "خديجة|Khadija", 'F', "55!", "AM", "j", "أتمّت الخامسة والخمسين يوم التأسيس: لا تُقبل", "Exactly 55 on the founding day: refused"),
        P(611, "insurance", "لينا|ضياء|أنيس|العطار", "Lina|Diaa|Anis|Al-Attar", "آمنة|Amneh", 'F', "55-", "AM", "j", "دون الخامسة والخمسين بيوم: تُقبل", "One day short of 55 on the founding day: allowed"),
        P(621, "-", "قيس|عمر|سالم|الزعبي", "Qais|Omar|Salem|Al-Zoubi", "زينب|Zainab", 'M', "35", "AM", "j", "عامل في المنشأة 200000608", "Employee of 200000608"),
        P(622, "-", "ليث|عمر|سالم|الزعبي", "Laith|Omar|Salem|Al-Zoubi", "نادية|Nadia", 'M', "29", "AM", "j", "عامل في المنشأة 200000608", "Employee of 200000608"),
        P(623, "-", "رهف|نبيل|حسن|غانم", "Rahaf|Nabil|Hasan|Ghanem", "سميرة|Samira", 'F', "27", "AM", "j", "عاملة في المنشأة 200000608", "Employee of 200000608"),
        P(624, "-", "روان|نبيل|حسن|غانم", "Rawan|Nabil|Hasan|Ghanem", "أمل|Amal", 'F', "31", "AM", "j", "عاملة في المنشأة 200000608", "Employee of 200000608"),
        P(625, "-", "حمزة|كمال|علي|نصار", "Hamzeh|Kamal|Ali|Nassar", "مريم|Mariam", 'M', "48", "AM", "j", "عامل في المنشأة 200000608، أجره فوق السقف القديم", "Employee of 200000608, above the older cap"),
        P(626, "-", "دعاء|كمال|علي|نصار", "Duaa|Kamal|Ali|Nassar", "عائشة|Aisha", 'F', "33", "AM", "j", "عاملة في المنشأة 200000608، أجرها فوق السقف", "Employee of 200000608, above the newer cap"),
        P(627, "-", "سارة|باسم|محمد|بركات", "Sara|Basem|Mohammad|Barakat", "خديجة|Khadija", 'F', "24", "AM", "j", "عاملة في المنشأة 200000608", "Employee of 200000608"),
        P(628, "-", "مهند|باسم|محمد|بركات", "Muhannad|Basem|Mohammad|Barakat", "آمنة|Amneh", 'M', "26", "AM", "j", "عامل في المنشأة 200000608", "Employee of 200000608"),
        P(629, "-", "جنى|سامي|أحمد|مرعي", "Jana|Sami|Ahmad|Marei", "زينب|Zainab", 'F', "30", "AM", "j", "عاملة في المنشأة 200000608", "Employee of 200000608"),
        P(630, "-", "شادي|سامي|أحمد|مرعي", "Shadi|Sami|Ahmad|Marei", "نادية|Nadia", 'M', "44", "AM", "j", "عامل في المنشأة 200000608", "Employee of 200000608"),
        P(631, "-", "بيان|فارس|عيسى|هاشم", "Bayan|Faris|Issa|Hashem", "سميرة|Samira", 'F', "36", "AM", "j", "عاملة في المنشأة 200000608", "Employee of 200000608"),
        P(901, "officers", "نسرين|عادل|محمود|السراج", "Nisreen|Adel|Mahmoud|Al-Sarraj", "أمل|Amal", 'F', "36", "AM", "j", "كاتبة قسم عدم المحكومية", "Clerk of the non-conviction section", "moj:officer"),
        P(902, "officers", "عبد الرحمن|سعيد|علي|التميمي", "Abdulrahman|Saeed|Ali|Al-Tamimi", "مريم|Mariam", 'M', "50", "AM", "j", "رئيس قسم عدم المحكومية", "Head of the non-conviction section", "moj:head"),
        P(903, "officers", "هناء|رشيد|حسن|الأنصاري", "Hanaa|Rasheed|Hasan|Al-Ansari", "عائشة|Aisha", 'F', "55", "AM", "j", "قاضية", "Judge", "moj:judge"),
        P(904, "officers", "مالك|يوسف|خالد|عثمان", "Malek|Yousef|Khaled|Othman", "خديجة|Khadija", 'M', "38", "AM", "j", "موظف تسجيل الأراضي", "Land registration officer", "dls:officer"),
        P(905, "officers", "رزان|فؤاد|أحمد|قطان", "Razan|Fuad|Ahmad|Qattan", "آمنة|Amneh", 'F', "32", "AM", "j", "مسّاحة", "Surveyor", "dls:surveyor"),
        P(906, "officers", "جهاد|حسين|موسى|شعبان", "Jihad|Hussein|Musa|Shaban", "زينب|Zainab", 'M', "53", "AM", "j", "رئيس وحدة الأراضي", "Head of unit, Lands", "dls:head"),
        P(907, "officers", "ميساء|وليد|صالح|زيتون", "Maysaa|Waleed|Saleh|Zaitoun", "نادية|Nadia", 'F', "34", "AM", "j", "موظفة رخص المهن", "Vocations officer", "gam:officer"),
        P(908, "officers", "عاصم|نبيل|عمر|الخياط", "Asem|Nabil|Omar|Al-Khayyat", "سميرة|Samira", 'M', "49", "AM", "j", "رئيس قسم رخص المهن", "Head of vocational licences", "gam:head"),
        P(909, "officers", "لبنى|غسان|يعقوب|الحمصي", "Lubna|Ghassan|Yaqoub|Al-Homsi", "أمل|Amal", 'F', "41", "AM", "j", "موظفة مالية: المخالفات والمسقفات", "Finance officer: fines and property tax", "gam:finance"),
        P(910, "officers", "أيمن|ماهر|داود|الكركي", "Ayman|Maher|Dawood|Al-Karaki", "مريم|Mariam", 'M', "37", "AM", "j", "موظف ترخيص المركبات", "Vehicle licensing officer", "dvld:officer"),
        P(911, "officers", "طارق|زياد|سليم|المعاني", "Tareq|Ziad|Saleem|Al-Maani", "عائشة|Aisha", 'M', "52", "AM", "j", "رئيس وحدة الترخيص", "Head of unit, vehicles", "dvld:head"),
        P(912, "officers", "رولا|حازم|إبراهيم|الجرشي", "Rola|Hazem|Ibrahim|Al-Jarashi", "خديجة|Khadija", 'F', "35", "AM", "j", "موظفة الاشتراكات في الضمان", "Social-security subscriptions officer", "ssc:officer"),
        P(913, "officers", "مهند|صالح|علي|العجلوني", "Muhannad|Saleh|Ali|Al-Ajlouni", "آمنة|Amneh", 'M', "47", "AM", "j", "رئيس وحدة الاشتراكات", "Head of unit, social security", "ssc:head"),
        P(914, "officers", "تالا|سمير|جورج|حداد", "Tala|Samir|George|Haddad", "زينب|Zainab", 'F', "40", "AM", "j", "مكتب البرنامج", "Programme office", "programme:office"),
        P(915, "officers", "قيس|رائد|محمد|الهلالي", "Qais|Raed|Mohammad|Al-Hilali", "نادية|Nadia", 'M', "26", "AM", "j", "موظف مركز الاتصال الوطني", "National contact-centre agent", "centre:agent"),
        P(916, "officers", "أسماء|بلال|أحمد|البغدادي", "Asmaa|Bilal|Ahmad|Al-Baghdadi", "سميرة|Samira", 'F', "29", "AM", "j", "موظفة شباك في مكتب بريد", "Post-office counter agent", "counter:agent"),
        P(917, "officers", "زيد|عماد|حسن|القدسي", "Zaid|Imad|Hasan|Al-Qudsi", "أمل|Amal", 'M', "33", "AM", "j", "مشغّل المنصة ومديرها", "Operator and administrator", "platform:operator"),
        P(918, "officers", "جنى|مروان|خالد|الحجازي", "Jana|Marwan|Khaled|Al-Hijazi", "مريم|Mariam", 'F', "31", "AM", "j", "مصممة خدمات", "Service designer", "platform:designer"),
        P(919, "officers", "فارس|سليم|يوسف|المغربي", "Faris|Saleem|Yousef|Al-Maghribi", "عائشة|Aisha", 'M', "59", "AM", "j", "عضو اللجنة التوجيهية", "Member of the steering committee", "programme:committee"),
        P(920, "officers", "سمر|هشام|راشد|العقباوي", "Samar|Hisham|Rashed|Al-Aqabawi", "أمل|Amal", 'F', "38", "AM", "j", "مدققة قسم عدم المحكومية", "Examiner of the non-conviction section", "moj:section"),
        P(921, "officers", "رفعت|شاكر|عيسى|السلطي", "Rifat|Shaker|Issa|Al-Salti", "أمل|Amal", 'M', "54", "AM", "j", "أمين السجل العقاري", "Keeper of the land register", "dls:keeper"),
        P(922, "officers", "عبلة|نزار|فهد|اليمني", "Abla|Nizar|Fahd|Al-Yamani", "أمل|Amal", 'F', "45", "AM", "j", "رئيسة قسم المسقفات", "Head of the property tax unit", "gam:tax-head"),
        P(923, "officers", "شكيب|فايز|مطر|الحلبي", "Shakib|Fayez|Matar|Al-Halabi", "أمل|Amal", 'M', "51", "AM", "j", "رئيس قسم مخالفات السير", "Head of the traffic fines unit", "gam:fines-head"),
        P(924, "officers", "ديما|توفيق|نمر|الطفيلي", "Dima|Tawfiq|Nimr|Al-Tafili", "أمل|Amal", 'F', "33", "AM", "j", "موظفة مالية في وزارة العدل", "Finance officer, Justice", "moj:finance"),
        P(925, "officers", "خليل|منذر|سعد|القرشي", "Khalil|Munther|Saad|Al-Qurashi", "أمل|Amal", 'M', "42", "AM", "j", "أمين صندوق الأراضي", "Cashier, Lands", "dls:finance"),
        P(926, "officers", "نورا|سهيل|حمد|الزرقاوي", "Nora|Suhail|Hamad|Al-Zarqawi", "أمل|Amal", 'F', "36", "AM", "j", "موظفة مالية في الترخيص", "Finance officer, vehicle licensing", "dvld:finance"),
        P(927, "officers", "مأمون|جابر|خضر|رمضان", "Mamoun|Jaber|Khader|Ramadan", "أمل|Amal", 'M', "46", "AM", "j", "موظف مالي في الضمان", "Finance officer, social security", "ssc:finance"),
        P(928, "officers", "صفاء|أديب|وديع|السراج", "Safaa|Adeeb|Wadee|Al-Sarraj", "أمل|Amal", 'F', "39", "AM", "j", "موظفة السجل التجاري", "Commercial register officer", "mit:officer"),
        P(929, "officers", "هادي|سالم|فوزي|النمري", "Hadi|Salem|Fawzi|Al-Nimri", "أمل|Amal", 'M', "35", "AM", "j", "أمين صندوق في أمانة عمّان", "Cashier, Amman", "gam:cashier"),
        P(930, "officers", "سوسن|كمال|جريس|المدني", "Sawsan|Kamal|Jiries|Al-Madani", "أمل|Amal", 'F', "30", "AM", "j", "أمينة صندوق في أمانة عمّان، تتسلّم الصندوق من زميلها", "Cashier, Amman, takes the drawer over from a colleague", "gam:cashier"),
        P(931, "officers", "معتز|عارف|رشدي|السعدي", "Mutaz|Aref|Rushdi|Al-Saadi", "أمل|Amal", 'M', "44", "AM", "j", "أمين صندوق في وزارة العدل", "Cashier, Justice", "moj:cashier"),
        P(932, "officers", "لينا|فيصل|أسعد|البكري", "Lina|Faisal|Asaad|Al-Bakri", "أمل|Amal", 'F', "50", "AM", "j", "رئيسة القسم المالي في وزارة العدل", "Head of finance, Justice", "moj:finance-head"),
        P(933, "officers", "نادر|حكمت|يونس|الصفدي", "Nader|Hikmat|Younis|Al-Safadi", "أمل|Amal", 'M', "53", "AM", "j", "رئيس القسم المالي في الأراضي", "Head of finance, Lands", "dls:finance-head"),
        P(934, "officers", "هيا|رياض|مصطفى|العمايرة", "Haya|Riyad|Mustafa|Al-Amayreh", "أمل|Amal", 'F', "48", "AM", "j", "رئيسة القسم المالي في الترخيص", "Head of finance, vehicle licensing", "dvld:finance-head"),
        P(935, "officers", "وائل|جميل|سعيد|الفاعوري", "Wael|Jamil|Saeed|Al-Faouri", "أمل|Amal", 'M', "52", "AM", "j", "رئيس القسم المالي في الضمان", "Head of finance, social security", "ssc:finance-head"),
        P(936, "officers", "عبير|شفيق|نايف|الزعبي", "Abeer|Shafiq|Nayef|Al-Zoubi", "أمل|Amal", 'F', "41", "AM", "j", "خزينة المنصة: كل الحسابات وطرق الدفع والتنبيهات", "Treasury of the platform: all accounts, rails and alarms", "platform:treasury"),
        P(937, "officers", "هبة|معتصم|راغب|الشامي", "Hiba|Mutasem|Ragheb|Al-Shami", "أمل|Amal", 'F', "35", "AM", "j", "موظفة الشكاوى في وزارة العدل", "Complaints officer, Justice", "moj:complaints"),
        P(938, "officers", "وسيم|رجب|سليمان|البيطار", "Waseem|Rajab|Suleiman|Al-Bitar", "أمل|Amal", 'M', "40", "AM", "j", "موظف الشكاوى في الأراضي والمساحة", "Complaints officer, Lands and Survey", "dls:complaints"),
        P(939, "officers", "غادة|لؤي|منصور|الأيوبي", "Ghada|Luay|Mansour|Al-Ayoubi", "أمل|Amal", 'F', "37", "AM", "j", "موظفة الشكاوى في أمانة عمان", "Complaints officer, Amman Municipality", "gam:complaints"),
        P(940, "officers", "باسل|نعيم|جورج|الخوري", "Basel|Naim|George|Al-Khoury", "أمل|Amal", 'M', "44", "AM", "j", "موظف الشكاوى في الترخيص", "Complaints officer, vehicle licensing", "dvld:complaints"),
        P(941, "officers", "سوسن|فهمي|حافظ|البرغوثي", "Sawsan|Fahmi|Hafez|Al-Barghouthi", "أمل|Amal", 'F', "48", "AM", "j", "موظفة الشكاوى في الضمان", "Complaints officer, social security", "ssc:complaints"),
        P(951, "officers", "سلمى|جابر|فوزي|الداود", "Salma|Jaber|Fawzi|Al-Daoud", "أمل|Amal", 'F', "28", "AM", "j", "موظفة ثانية في مركز الاتصال الوطني", "Second national contact-centre agent", "centre:agent"),
        P(952, "officers", "رامي|عدنان|شكري|النجار", "Rami|Adnan|Shukri|Al-Najjar", "أمل|Amal", 'M', "43", "AM", "j", "مشرف مركز الاتصال الوطني", "Supervisor of the national contact centre", "centre:supervisor"),
    ];

    internal static readonly (Resident Resident, Word Story)[] Residents =
    [
        (new("A20000105", "EG", "5000000105", new("مصطفى سعد عبد الله منصور", "Mostafa Saad Abdullah Mansour"), new("كريمة", "Karima"), new(1988, 4, 12), 'M',
            "R-700105", new(2099, 12, 31), "AM", new("العاصمة، شارع الياسمين، مبنى 5", "Amman, Yasmine Street, building 5"), "+962790000105"),
            new("مقيم غير أردني بجواز سفر، سجل نظيف", "Resident who is not Jordanian, with a passport, clean record")),
        (new("P7700106", "IN", "5000000106", new("راجيش كومار", "Rajesh Kumar"), new("سونيتا", "Sunita"), new(1985, 9, 3), 'M',
            "R-700106", new(2024, 3, 31), "AZ", new("الزرقاء، شارع المكتبة، مبنى 12", "Zarqa, Library Street, building 12"), "+962790000108"),
            new("مقيم انتهت إقامته", "Resident whose permit has expired")),
    ];

    internal static Person Make(Row row, DateOnly founded)
    {
        var ar = row.NamesAr.Split('|');
        var en = row.NamesEn.Split('|');
        var mother = row.Mother.Split('|');
        var years = int.Parse(row.Age.TrimEnd('!', '-'), CultureInfo.InvariantCulture);
        var birthday = founded.AddYears(-years);
        var born = row.Age[^1] switch { '!' => birthday, '-' => birthday.AddDays(1), _ => birthday.AddDays(-183) };
        var abroad = Array.FindIndex(Words.Governorates, g => g.Code == row.Place) < 0;
        var home = Words.Governorates.FirstOrDefault(g => g.Code == row.Place).Name;
        return new Person(
            -row.Code, row.Number, new(ar[0], en[0]), new(ar[1], en[1]), new(ar[2], en[2]), new(ar[3], en[3]), new(mother[0], mother[1]), born, row.Gender,
            abroad ? "AM" : row.Place, abroad ? "AM" : row.Place, row.Code == 290 ? founded.AddDays(-400) : null,
            row.Code is 290 or 293 ? "MARRIED" : row.Code == 291 ? "WIDOWED" : "SINGLE", abroad ? row.Place : "JO",
            row.Phone switch { "j" => Invariant($"+962790000{row.Code:000}"), "none" => null, var p => p },
            abroad ? new($"خارج المملكة ({row.Place})", $"Abroad ({row.Place})")
                : new($"{home!.Ar}، شارع السنابل، مبنى {row.Code}", $"{home.En}, Sanabel Street, building {row.Code}"),
            Invariant($"SB{row.Code:000000}"), founded.AddYears(4));
    }

    private static Row P(
        int code, string group, string ar, string en, string mother, char gender, string age, string place, string phone, string storyAr, string storyEn, string roles = "") =>
        new(code, group, ar, en, mother, gender, age, place, phone, storyAr, storyEn, roles);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
