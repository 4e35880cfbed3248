using System.Text;

namespace EventSourced.Commands.Tests.Pulse.Generated;

/// <summary>Chats of a language in an encoding that is common in its countries, with enough of its letters to detect the encoding.</summary>
internal static class ChatEncodings
{
    private static readonly (int CodePage, string[] Names, string[] Texts)[] Languages =
    [
        (1252, ["Zoé", "Zoè", "André"], ["Où êtes-vous ? J'arrive à l'école", "C'est déjà réglé, merci à tous", "La fête est prévue près du château", "Ça va très bien, et toi ?", "Répète-le après moi"]),
        (1252, ["Jörg", "Jürg", "Änne"], ["Könnt ihr bitte die Schlüssel mitbringen?", "Das wäre schön, grüßt alle", "Übermorgen früh um zehn", "Heißt das, wir müssen länger bleiben?", "Für die Küche brauchen wir noch Öl"]),
        (1252, ["Núria", "Iñaki", "Íñigo"], ["¿Quién trae la tortilla mañana?", "Sí, aquí están los niños", "Qué ilusión, allí estaré", "El sábado también podría ser", "¡Feliz cumpleaños, María!"]),
        (1250, ["Łukasz", "Michał", "Żaneta"], ["Kiedy się spotkamy? Będę później", "Dziękuję, już wszystko załatwione", "Proszę przynieść krzesła na święto", "Może jutro wieczorem, jeśli zdążę", "Gdzie są klucze? Muszę wejść"]),
        (1250, ["Jiří", "Zdeněk", "Šárka"], ["Kdy přijdeš? Už čekáme před školou", "Děkuji, všechno je v pořádku", "Můžeme začít dříve, řekněte všem", "Příště to uděláme lépe", "Šťastnou cestu a krásný večer"]),
        (1251, ["Ольга", "Пётр", "Юлия"], ["Когда встречаемся? Я уже у входа", "Спасибо, всё получилось хорошо", "Приходите завтра вечером на собрание", "Кто возьмёт ключи от подъезда?", "Мы будем ждать вас у метро"]),
        (1253, ["Γιώργος", "Ελένη", "Νίκος"], ["Πότε θα βρεθούμε; Είμαι ήδη εκεί", "Ευχαριστώ πολύ, όλα καλά", "Αύριο το βράδυ στην πλατεία", "Ποιος θα φέρει τα κλειδιά;", "Καλημέρα σε όλους τους φίλους"]),
        (1254, ["Işıl", "Çağrı", "Özgür"], ["Yarın akşam görüşürüz, değil mi?", "Teşekkürler, her şey yolunda", "Anahtarı kim alacak? Ben dışarıdayım", "Çocukların toplantısı iptal oldu", "İyi geceler, güle güle"]),
        (932, ["佐藤", "鈴木", "たなか"], ["明日の会議は何時ですか", "ありがとうございます、助かりました", "庭の水やりをお願いします", "駐車場がいっぱいです", "それは楽しかったですね"]),
        (54936, ["王伟", "李娜", "张敏"], ["我们明天什么时候见面？", "谢谢大家，都已经好了", "请把钥匙给我，我在门口等你们", "今天晚上的会不开了", "他说他知道了，没有问题"]),
        (949, ["민수", "지은", "서연"], ["내일 몇 시에 만날까요?", "감사합니다 잘 되었어요", "열쇠는 제가 가지고 있어요", "오늘은 비가 와서 못 가요", "우리 집에서 같이 먹어요"]),
    ];

    public static (RandomChat Chat, byte[] Bytes) AnyOf(int seed)
    {
        var random = new Random(seed);
        switch (random.Next(6))
        {
            case 0: return Of(new UTF8Encoding(true), RandomChat.Of(seed));
            case 1: return Of(new UnicodeEncoding(false, true), RandomChat.Of(seed));
            case 2: return Of(new UnicodeEncoding(true, true), RandomChat.Of(seed));
            case 3:
                return Of(new UTF32Encoding(false, true), RandomChat.Of(seed));
            default:
                var (codePage, names, texts) = Languages[random.Next(Languages.Length)];
                var encoding = CodePagesEncodingProvider.Instance.GetEncoding(codePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
                return Of(encoding, RandomChat.Plain(seed, names, texts));
        }
    }

    private static (RandomChat Chat, byte[] Bytes) Of(Encoding encoding, RandomChat chat) => (chat, [.. encoding.Preamble, .. encoding.GetBytes(chat.Text)]);
}
