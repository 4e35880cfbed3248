using System.Text;
using EventSourced.Commands.Text;

namespace EventSourced.Commands.Tests.Text;

public sealed class TextEncodingTests
{
    [Theory]
    [InlineData(1252, "Zoé: bonjour à tous, ça va bien? Zoë: très bien, merci, où êtes-vous")]
    [InlineData(1252, "Jürgen: Grüße aus München, schöne Straße, wir hören uns später")]
    [InlineData(1252, "Íñigo: ¿Cómo estás? Mañana será otro día, señor")]
    [InlineData(1252, "Åsa: vi ses på måndag, hälsningar från Örebro")]
    [InlineData(1250, "Łukasz: cześć, gdzie są klucze? Dzięki, wróciłem późno, żółw")]
    [InlineData(1250, "Jiří: příští týden přijdu později, děkuji. Žofie: dobře, těším se")]
    [InlineData(1250, "Győző: köszönöm szépen, később jövök, űrhajó és őszi túra")]
    [InlineData(1251, "Анна: привет всем, как дела? Борис: всё хорошо, спасибо большое")]
    [InlineData(1251, "Олена: привіт усім, як справи? Дякую, їжа смачна")]
    [InlineData(20866, "Анна: привет всем, как дела? Борис: всё хорошо, спасибо большое")]
    [InlineData(1253, "Ελένη: καλημέρα σε όλους, τι κάνετε; Ευχαριστώ πολύ")]
    [InlineData(1254, "Ayşe: günaydın, nasılsınız? İyi akşamlar, çocuklar uyuyor, güneş doğdu")]
    [InlineData(1255, "דנה: שלום לכולם, מה שלומכם היום? תודה רבה")]
    [InlineData(1256, "ليلى: مرحبا بالجميع، كيف حالكم اليوم؟ شكرا جزيلا")]
    [InlineData(1257, "Rūta: ačiū, iki pasimatymo, ką veikiate šiandien, žinoma")]
    [InlineData(874, "สมชาย: สวัสดีครับทุกคน วันนี้ไปไหนกันดี")]
    [InlineData(874, "นิด: กินข้าวหรือยัง เย็นนี้ว่างไหม อยากชวนไปดูหนังด้วยกัน")]
    [InlineData(28595, "Анна: привет всем, как дела? Борис: всё хорошо, спасибо большое")]
    [InlineData(28597, "Άρης: Άννα, έλα σε μας. Ευχαριστώ πολύ")]
    [InlineData(28596, "ليلى: مرحبا بالجميع، كيف حالكم اليوم؟ شكرا جزيلا")]
    [InlineData(28605, "Zoé: 5 € pour l'œuvre, ça va? Zoë: très bien")]
    [InlineData(50220, "さくら: おはようございます。今日はとても良い天気ですね")]
    [InlineData(932, "さくら: おはようございます。今日はとても良い天気ですね。カメラを持って行きます")]
    [InlineData(54936, "小明: 你好，今天我们去哪里吃饭？我觉得那家新开的店很好")]
    [InlineData(950, "小美: 你好，今天我們要去哪裡吃飯？我覺得那家新開的店很好")]
    [InlineData(949, "민수: 안녕하세요, 오늘 저녁에 어디서 만날까요? 저는 괜찮습니다")]
    public void A_text_in_an_old_encoding_is_decoded_correctly(int codePage, string text)
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetBytes("14/03/24, 10:00 - " + text + "\n");
        var found = TextEncodings.Find(bytes)!;
        Assert.Equal("14/03/24, 10:00 - " + text + "\n", found.Encoding.GetString(bytes));
        Assert.True(found.IsAssumed);
        Assert.Equal(found, TextEncodings.Find(new MemoryStream(bytes)));
    }

    [Fact]
    public void A_part_in_another_encoding_does_not_change_the_encoding_of_utf8_text()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes("Zoë: Grüße\nJörg: schön\n"), .. Encoding.Latin1.GetBytes("Zoé: ça, déjà\n")];
        var found = TextEncodings.Find(bytes)!;
        Assert.Equal(("utf-8", 4L, "Zoë: Grüße\nJörg: schön\nZoé: ça, déjà\n"), (found.Name, found.InvalidBytes, found.Encoding.GetString(bytes)));
    }

    [Fact]
    public void Utf8_is_always_recognised()
    {
        var bytes = Encoding.UTF8.GetBytes("Zoé: ça 🎉 日本語 привет");
        Assert.Equal(("utf-8", false, 0L), (TextEncodings.Find(bytes)!.Name, TextEncodings.Find(bytes)!.IsAssumed, TextEncodings.Find(bytes)!.InvalidBytes));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Utf16_is_read_with_and_without_byte_order_mark(bool mark)
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] bytes = [.. mark ? encoding.Preamble : default, .. encoding.GetBytes("14/03/24, 10:00 - Zoé: ça va\n")];
            var found = TextEncodings.Find(bytes)!;
            Assert.Equal("14/03/24, 10:00 - Zoé: ça va\n", found.Encoding.GetString(bytes.AsSpan(found.PreambleLength)));
        }
    }

    [Fact]
    public void Single_invalid_bytes_in_utf8_stay_different_letters()
    {
        byte[] bytes = [.. "Zoé, ça, où, Zo"u8, 0xE9, .. " et Zo"u8, 0xEB];
        var found = TextEncodings.Find(bytes)!;
        Assert.Equal(("utf-8", 2L, 18L), (found.Name, found.InvalidBytes, found.FirstInvalid));
        Assert.Equal("Zoé, ça, où, Zoé et Zoë", found.Encoding.GetString(bytes));
    }

    [Fact]
    public void A_character_that_is_split_by_a_chunk_is_decoded()
    {
        var bytes = Encoding.UTF8.GetBytes("x" + string.Concat(Enumerable.Repeat("あ🎉", 60_000)));
        Assert.Equal(FoundEncoding.Utf8, TextEncodings.Find(new MemoryStream(bytes)));
        byte[] cut = [.. bytes, 0xE3, 0x81];
        Assert.Equal(2, TextEncodings.Find(new MemoryStream(cut))!.InvalidBytes);
    }

    [Fact]
    public void Every_guess_decodes_different_bytes_to_different_characters()
    {
        byte[] all = [.. Enumerable.Range(0x80, 0x80).Select(i => (byte)i)];
        foreach (var b in all)
        {
            byte[] bytes = [.. "14/03/24, 10:00 - Zo"u8, b, .. ": x, Zo"u8, (byte)(b ^ 1), .. ": y"u8];
            var found = TextEncodings.Find(bytes)!;
            var text = found.Encoding.GetString(bytes);
            Assert.DoesNotContain('\uFFFD', text);
            Assert.NotEqual(text[text.IndexOf("Zo", StringComparison.Ordinal) + 2], text[text.LastIndexOf("Zo", StringComparison.Ordinal) + 2]);
        }
    }

    [Fact]
    public void Binary_data_is_not_text()
    {
        var noise = new byte[5000];
        new Random(7).NextBytes(noise);
        Assert.Null(TextEncodings.Find(noise));
        Assert.Null(TextEncodings.Find([0xFF, 0xD8, 0xFF, 0xE0, 0, 16, (byte)'J', (byte)'F']));
    }
}
