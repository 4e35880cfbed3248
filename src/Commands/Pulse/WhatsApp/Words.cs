namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>
/// What WhatsApp itself writes into exports, by language. Lower-case, without direction marks, without the full stop at the end.
/// A new language is a few more lines here and nothing else. "*" at the end stands for any ending, "#" for an ending that starts with a digit.
/// </summary>
internal static class Words
{
    /// <summary>Whole bodies that stand for media left out of the export.</summary>
    public static readonly string[] Omitted =
    [
        // English
        "image omitted", "photo omitted", "video omitted", "video note omitted", "audio omitted", "voice message omitted", "sticker omitted", "gif omitted",
        "document omitted", "contact card omitted", "view once photo omitted", "view once video omitted", "view once voice message omitted",
        "<media omitted>", "<view once photo omitted>", "<view once video omitted>", "<view once voice message omitted>", "<video note omitted>",
        // German
        "bild weggelassen", "foto weggelassen", "video weggelassen", "audio weggelassen", "sticker weggelassen", "gif weggelassen", "dokument weggelassen",
        "kontaktkarte ausgelassen", "kontaktkarte weggelassen", "bild ausgelassen", "video ausgelassen", "audio ausgelassen", "sticker ausgelassen",
        "gif ausgelassen", "dokument ausgelassen", "videonachricht weggelassen", "<medien ausgelassen>", "<medien ausgeschlossen>", "<medien weggelassen>",
        // Spanish
        "imagen omitida", "foto omitida", "video omitido", "vídeo omitido", "audio omitido", "sticker omitido", "gif omitido", "documento omitido",
        "tarjeta de contacto omitida", "videomensaje omitido", "<archivo omitido>", "<multimedia omitido>", "<archivos omitidos>", "<medios omitidos>",
        "<se omitió el archivo multimedia>",
        // Portuguese
        "imagem ocultada", "imagem omitida", "vídeo omitido", "vídeo ocultado", "áudio ocultado", "áudio omitido", "figurinha omitida", "figurinha ocultada",
        "sticker ocultado", "gif ocultado", "documento ocultado", "cartão do contato omitido", "cartão de contato ocultado", "cartão de contacto ocultado",
        "imagem não revelada", "vídeo não revelado", "áudio não revelado", "sticker não revelado", "gif não revelado", "documento não revelado",
        "<arquivo de mídia oculto>", "<mídia oculta>", "<mídia omitida>", "<ficheiro não revelado>", "<multimédia oculto>",
        // French
        "image absente", "photo absente", "vidéo absente", "audio omis", "audio absent", "sticker omis", "sticker absent", "gif retiré", "gif absent",
        "gif omis", "document manquant", "document absent", "document omis", "image omise", "vidéo omise", "fiche contact manquante", "carte de contact omise",
        "contact omis", "<média omis>", "<médias omis>", "<fichier omis>", "<media omis>", "<médias absents>", "<multimédia omis>", "<média absent>",
        // Italian
        "immagine omessa", "foto omessa", "video omesso", "audio omesso", "sticker omesso", "sticker non incluso", "gif esclusa", "gif omessa", "documento omesso",
        "scheda contatto omessa", "scheda contatti omessa", "videomessaggio omesso", "<media omessi>", "<media omesso>", "<media esclusi>", "<file omesso>",
        "<contenuto multimediale omesso>",
        // Dutch
        "afbeelding weggelaten", "foto weggelaten", "video weggelaten", "audio weggelaten", "sticker weggelaten", "gif weggelaten", "document weggelaten",
        "contactkaart weggelaten", "videobericht weggelaten", "<media weggelaten>",
        // Japanese
        "画像は含まれていません", "画像が含まれていません", "写真は含まれていません", "ビデオは含まれていません", "動画は含まれていません", "音声は含まれていません", "オーディオは含まれていません",
        "スタンプは含まれていません", "gifは含まれていません", "ドキュメントは含まれていません", "連絡先カードを省略", "連絡先カードは含まれていません", "画像を省略", "動画を省略", "音声を省略",
        "<メディアなし>", "<メディアは含まれていません>", "<メディアを省略>", "<メディア除外>", "<メディアが省略されました>", "<省略されたメディア>",
        // Chinese
        "图像已忽略", "视频已忽略", "音频已忽略", "贴图已忽略", "文件已忽略", "已忽略图片", "已省略图片", "已省略视频", "已省略音频", "圖片已略去", "影片已略去", "音訊已略去", "貼圖已略去",
        "文件已略去", "已忽略圖片", "gif已略去", "gif已忽略", "<省略多媒体文件>", "<媒体已忽略>", "<已省略媒体>", "<媒體已略去>", "<多媒體檔案已省略>", "<省略多媒體檔>", "<已略去媒體檔案>",
        // Korean
        "사진 생략됨", "이미지 생략됨", "동영상 생략됨", "오디오 생략됨", "스티커 생략됨", "gif 생략됨", "문서 생략됨", "연락처 카드 생략됨",
        "<미디어 생략>", "<미디어 파일 생략>", "<미디어 파일을 제외한 내용>", "<미디어 파일 제외됨>", "<미디어 생략됨>",
        // Russian, Ukrainian
        "изображение отсутствует", "фото отсутствует", "видео отсутствует", "аудиофайл отсутствует", "стикер отсутствует", "gif отсутствует",
        "документ отсутствует", "карточка контакта отсутствует", "изображение опущено", "видео опущено", "<без медиафайлов>", "<медиафайл опущен>",
        "<медиа опущены>", "<файл пропущен>", "зображення пропущено", "відео пропущено", "аудіо пропущено", "<медіа пропущено>", "<без медіафайлів>",
        // Polish, Czech, Slovak
        "obraz pominięto", "zdjęcie pominięto", "plik wideo pominięto", "wideo pominięto", "audio pominięto", "naklejka pominięta", "naklejkę pominięto",
        "gif pominięto", "dokument pominięto", "<pominięto multimedia>", "<multimedia pominięto>", "<pominięte multimedia>", "<plik pominięty>",
        "obrázek vynechán", "video vynecháno", "zvuk vynechán", "dokument vynechán", "<média vynechána>", "<médiá vynechané>", "<médiá boli vynechané>",
        // Swedish, Danish, Norwegian, Finnish
        "bild utelämnad", "bild utesluten", "video utelämnad", "ljud utelämnat", "sticker utelämnad", "gif utelämnad", "dokument utelämnat",
        "<media har utelämnats>", "<media utelämnad>", "<media utesluten>", "billede udeladt", "video udeladt", "lyd udeladt", "dokument udeladt",
        "<mediefil udeladt>", "<medier udeladt>", "<medie udeladt>", "bilde utelatt", "lyd utelatt", "video utelatt", "dokument utelatt",
        "<media utelatt>", "<medier utelatt>", "<mediefil utelatt>", "kuva jätetty pois", "video jätetty pois", "ääni jätetty pois", "<media jätettiin pois>",
        "<media poistettu>", "<media ohitettu>",
        // Turkish
        "görüntü dahil edilmedi", "video dahil edilmedi", "ses dahil edilmedi", "çıkartma dahil edilmedi", "gif dahil edilmedi", "belge dahil edilmedi",
        "kişi kartı dahil edilmedi", "<medya dahil edilmedi>", "<medya atlanmış>", "<medya atlandı>",
        // Arabic, Hebrew, Persian
        "تم حذف الصورة", "تم استبعاد الصورة", "لم يتم إدراج الصورة", "صورة محذوفة", "تم استبعاد الفيديو", "تم استبعاد الصوت", "تم استبعاد الملصق",
        "<تم استبعاد الوسائط>", "<الوسائط غير مدرجة>", "<تم حذف الوسائط>", "<تم إهمال الوسائط>", "תמונה הושמטה", "סרטון הושמט", "קובץ שמע הושמט", "סטיקר הושמט",
        "מסמך הושמט", "<המדיה לא נכללה>", "<המדיה הושמטה>", "<מדיה הושמטה>", "<رسانه حذف شد>", "<رسانه حذف شده است>",
        // Hindi, Bengali, Indonesian, Malay, Vietnamese, Thai, Greek, Hungarian, Romanian, Catalan, Bulgarian
        "चित्र हटा दिया गया", "<मीडिया छोड़ा गया>", "<मीडिया के बिना>", "<मीडिया हटाया गया>", "<মিডিয়া বাদ দেওয়া হয়েছে>", "gambar tidak disertakan", "foto tidak disertakan",
        "video tidak disertakan", "audio tidak disertakan", "stiker tidak disertakan", "gif tidak disertakan", "dokumen tidak disertakan",
        "<media tidak disertakan>", "<media dihilangkan>", "<media ditinggalkan>", "<media diabaikan>", "hình ảnh bị bỏ qua", "video bị bỏ qua",
        "<đã bỏ qua media>", "<bỏ qua tệp phương tiện>", "<phương tiện bị bỏ qua>", "ไม่ได้แนบรูปภาพ", "<ไม่รวมสื่อ>", "<ไม่มีสื่อ>",
        "η εικόνα παραλείφθηκε", "το βίντεο παραλείφθηκε", "<τα πολυμέσα παραλείφθηκαν>", "<παραλείφθηκαν πολυμέσα>", "kép kihagyva", "videó kihagyva",
        "hang kihagyva", "<média kihagyva>", "<médiafájl kihagyva>", "<hiányzó médiafájl>", "imagine omisă", "imagine omisa", "video omis",
        "<fișierele media nu au fost incluse>", "<fișier media omis>", "<media omise>", "imatge omesa", "vídeo omès", "àudio omès", "<fitxer multimèdia omès>",
        "<arxiu omès>", "<мултимедията не е включена>", "<мултимедия пропусната>",
    ];

    /// <summary>Words for "attached" before a file name: <c>&lt;attached: NAME&gt;</c>.</summary>
    public static readonly string[] AttachedBefore =
    [
        "attached", "file attached", "anhang", "angehängt", "datei angehängt", "adjunto", "archivo adjunto", "anexado", "anexo", "arquivo anexado",
        "ficheiro anexado", "pièce jointe", "fichier joint", "joint", "allegato", "file allegato", "bijgevoegd", "bijlage", "bestand bijgevoegd",
        "添付ファイル", "添付", "ファイル添付", "附件", "附加檔案", "已附加", "첨부", "첨부됨", "첨부 파일", "вложение", "прикреплено", "прикреплён", "файл добавлен", "вкладення",
        "долучено", "załączono", "załącznik", "přiloženo", "příloha", "pripojené", "bifogad", "bifogat", "bifogad fil", "vedhæftet", "vedlagt", "liite", "liitetty",
        "eklendi", "ekli", "مرفق", "المرفق", "الملف المرفق", "מצורף", "קובץ מצורף", "پیوست", "संलग्न", "সংযুক্ত", "terlampir", "dilampirkan", "lampiran",
        "đính kèm", "แนบ", "ไฟล์แนบ", "συνημμένο", "επισυνάφθηκε", "csatolva", "csatolmány", "atașat", "adjunt", "прикачен",
    ];

    /// <summary>Words for "file attached" after a file name: <c>NAME (file attached)</c>.</summary>
    public static readonly string[] AttachedAfter =
    [
        "file attached", "attached", "datei angehängt", "archivo adjunto", "archivo adjuntado", "adjunto", "arquivo anexado", "ficheiro anexado", "arquivo anexo",
        "fichier joint", "fichier attaché", "file allegato", "file in allegato", "allegato", "bestand bijgevoegd", "bijlage toegevoegd", "ファイル添付", "添付ファイル",
        "ファイルが添付されています", "ファイルを添付", "添付ファイルあり", "附件", "文件附件", "文件已附加", "檔案已附加", "附加檔案", "已附加檔案", "파일 첨부됨", "파일 첨부", "첨부 파일",
        "файл добавлен", "файл прикреплён", "файл прикреплен", "прикреплённый файл", "файл додано", "вкладений файл", "plik dołączony", "załączono plik",
        "plik załączony", "soubor přiložen", "přiložený soubor", "súbor pripojený", "fil bifogad", "bifogad fil", "fil vedhæftet", "vedhæftet fil", "fil vedlagt",
        "vedlagt fil", "tiedosto liitetty", "liitetiedosto", "dosya ekli", "dosya eklendi", "الملف مرفق", "ملف مرفق", "تم إرفاق الملف", "קובץ מצורף", "הקובץ מצורף",
        "فایل پیوست شد", "فایل پیوست شده", "फ़ाइल संलग्न है", "फ़ाइल संलग्न", "फाइल संलग्न", "ফাইল সংযুক্ত", "file terlampir", "berkas terlampir", "fail dilampirkan",
        "tệp đính kèm", "tập tin đính kèm", "ไฟล์แนบ", "แนบไฟล์", "συνημμένο αρχείο", "το αρχείο επισυνάφθηκε", "fájl csatolva", "csatolt fájl", "fișier atașat",
        "fitxer adjunt", "arxiu adjunt", "прикачен файл",
    ];

    /// <summary>Marks at the end of a message that was edited.</summary>
    public static readonly string[] Edited =
    [
        "this message was edited", "diese nachricht wurde bearbeitet", "bearbeitet", "se editó este mensaje", "este mensaje fue editado", "este mensaje se editó",
        "mensagem editada", "esta mensagem foi editada", "essa mensagem foi editada", "mensagem foi editada", "ce message a été modifié", "message modifié",
        "questo messaggio è stato modificato", "messaggio modificato", "dit bericht is bewerkt", "bericht bewerkt", "このメッセージは編集されました", "このメッセージは編集済みです",
        "編集済み", "此消息已编辑", "这条消息已编辑", "此訊息已編輯", "這則訊息已編輯", "이 메시지는 수정되었습니다", "메시지가 수정되었습니다", "수정된 메시지입니다", "данное сообщение изменено",
        "это сообщение изменено", "сообщение изменено", "це повідомлення змінено", "повідомлення змінено", "wiadomość została zedytowana", "ta wiadomość została zedytowana",
        "ta wiadomość została edytowana", "tato zpráva byla upravena", "táto správa bola upravená", "detta meddelande har redigerats", "meddelandet redigerades",
        "denne besked blev redigeret", "denne meldingen ble redigert", "tätä viestiä muokattiin", "viestiä muokattu", "bu mesaj düzenlendi", "mesaj düzenlendi",
        "تم تعديل هذه الرسالة", "تم تعديل الرسالة", "הודעה זו נערכה", "ההודעה נערכה", "این پیام ویرایش شد", "यह मैसेज एडिट किया गया", "इस मैसेज को एडिट किया गया", "यह संदेश संपादित किया गया था",
        "pesan ini diedit", "pesan ini telah diedit", "mesej ini telah disunting", "tin nhắn này đã được chỉnh sửa", "đã chỉnh sửa tin nhắn này", "ข้อความนี้ถูกแก้ไขแล้ว",
        "ข้อความนี้มีการแก้ไข", "αυτό το μήνυμα έχει υποστεί επεξεργασία", "το μήνυμα τροποποιήθηκε", "ezt az üzenetet szerkesztették", "acest mesaj a fost editat",
        "aquest missatge s'ha editat", "съобщението беше редактирано",
    ];

    /// <summary>Bodies from a sender that are no messages: deleted, not arrived, missed calls, encryption.</summary>
    public static readonly string[] Notices =
    [
        "null",
        // English
        "this message was deleted", "you deleted this message", "you deleted this message as admin", "this message was deleted by admin*",
        "waiting for this message", "waiting for this message. this may take a while", "waiting for message", "this message can't be displayed here*",
        "missed voice call", "missed video call", "missed group voice call", "missed group video call", "missed voice call at #", "missed video call at #",
        "missed voice call. tap to call back", "missed video call. tap to call back", "missed group voice call. tap to call back",
        "missed group video call. tap to call back", "silenced voice call", "silenced video call",
        "messages and calls are end-to-end encrypted*", "messages to this chat and calls are now secured with end-to-end encryption*",
        "messages you send to this group are now secured with end-to-end encryption*", "messages to this group are now secured with end-to-end encryption*",
        "messages you send to this chat and calls are now secured with end-to-end encryption*",
        // German
        "diese nachricht wurde gelöscht", "du hast diese nachricht gelöscht", "sie haben diese nachricht gelöscht", "du hast diese nachricht als admin gelöscht",
        "diese nachricht wurde von admin*", "warten auf diese nachricht", "warte auf diese nachricht*", "warten auf diese nachricht. dies kann eine weile dauern",
        "verpasster sprachanruf", "verpasster videoanruf", "verpasster gruppensprachanruf", "verpasster gruppenvideoanruf", "verpasster sprachanruf um #", "verpasster videoanruf um #",
        "nachrichten und anrufe sind ende-zu-ende-verschlüsselt*", "nachrichten, die du in diesem chat sendest, sowie anrufe, sind jetzt mit ende-zu-ende*",
        // Spanish
        "se eliminó este mensaje", "este mensaje fue eliminado", "eliminaste este mensaje", "has eliminado este mensaje", "se ha eliminado este mensaje",
        "eliminaste este mensaje como admin", "esperando este mensaje", "esperando el mensaje*", "esperando este mensaje. esto puede tomar tiempo*", "llamada perdida",
        "llamada de voz perdida", "videollamada perdida", "llamada grupal perdida", "videollamada grupal perdida", "llamada perdida a las #", "videollamada perdida a las #",
        "los mensajes y las llamadas están cifrados de extremo a extremo*", "los mensajes y llamadas están cifrados de extremo a extremo*",
        // Portuguese
        "mensagem apagada", "esta mensagem foi apagada", "essa mensagem foi apagada", "você apagou esta mensagem", "você apagou essa mensagem", "apagou esta mensagem",
        "eliminou esta mensagem", "esta mensagem foi eliminada", "aguardando mensagem", "aguardando esta mensagem", "aguardando mensagem. essa ação pode levar alguns instantes",
        "a aguardar esta mensagem*", "chamada de voz perdida", "chamada de vídeo perdida", "ligação de voz perdida", "ligação de vídeo perdida", "chamada perdida",
        "as mensagens e as chamadas são protegidas com a criptografia de ponta a ponta*", "as mensagens e ligações são protegidas com a criptografia de ponta a ponta*",
        "as mensagens e as ligações são protegidas com a criptografia de ponta a ponta*", "as mensagens e as chamadas são encriptadas ponto a ponto*",
        // French
        "ce message a été supprimé", "vous avez supprimé ce message", "vous avez supprimé ce message en tant qu'admin", "message supprimé", "en attente de ce message",
        "en attente de ce message*", "en attente du message*", "appel vocal manqué", "appel vidéo manqué", "appel vocal de groupe manqué", "appel vidéo de groupe manqué",
        "appel vocal manqué à #", "appel vidéo manqué à #", "les messages et les appels sont chiffrés de bout en bout*", "les messages et appels sont chiffrés de bout en bout*",
        // Italian
        "questo messaggio è stato eliminato", "hai eliminato questo messaggio", "in attesa del messaggio", "in attesa di questo messaggio", "in attesa del messaggio*",
        "in attesa di questo messaggio*", "chiamata vocale persa", "chiamata persa", "videochiamata persa", "videochiamata di gruppo persa", "chiamata vocale di gruppo persa",
        "chiamata vocale persa alle #", "videochiamata persa alle #", "i messaggi e le chiamate sono crittografati end-to-end*",
        // Dutch
        "dit bericht is verwijderd", "je hebt dit bericht verwijderd", "u hebt dit bericht verwijderd", "dit bericht werd verwijderd", "wachten op dit bericht*",
        "wachten op bericht*", "gemiste spraakoproep", "gemiste video-oproep", "gemist spraakgesprek", "gemist videogesprek", "gemiste groepsoproep",
        "gemiste spraakoproep om #", "gemiste video-oproep om #", "berichten en gesprekken worden end-to-end versleuteld*", "berichten en oproepen zijn end-to-end versleuteld*",
        // Japanese
        "このメッセージは削除されました", "このメッセージを削除しました", "あなたはこのメッセージを削除しました", "メッセージを待っています*", "このメッセージを待っています*", "音声通話の不在着信", "不在着信",
        "不在着信（音声通話）", "不在着信（ビデオ通話）", "ビデオ通話の不在着信", "不在音声着信", "不在ビデオ着信", "メッセージと通話はエンドツーエンド暗号化されています*", "メッセージと通話はエンドツーエンドで暗号化されます*",
        // Chinese
        "此消息已删除", "你删除了此消息", "您已删除这条消息", "您删除了此消息", "这条消息已删除", "此訊息已刪除", "你已刪除此訊息", "您已刪除此訊息", "你刪除了此訊息", "这条消息已被删除", "正在等待此消息*",
        "正在等待此訊息*", "等待此消息*", "未接语音通话", "未接视频通话", "未接來電", "未接語音來電", "未接視訊來電", "未接語音通話", "未接視訊通話", "消息和通话已进行端到端加密*", "訊息和通話經端對端加密*",
        "訊息和通話已受到端對端加密*", "消息和通话都进行端到端加密*",
        // Korean
        "삭제된 메시지입니다", "이 메시지는 삭제되었습니다", "이 메시지를 삭제했습니다", "메시지를 삭제했습니다", "나에 의해 삭제된 메시지입니다", "메시지를 기다리는 중*", "메시지를 기다리는 중입니다*",
        "부재중 음성 통화", "부재중 영상 통화", "부재중 전화", "부재중 그룹 음성 통화", "메시지와 통화는 종단간 암호화*", "메시지와 통화는 종단 간 암호화*",
        // Russian, Ukrainian
        "сообщение удалено", "данное сообщение удалено", "вы удалили данное сообщение", "вы удалили это сообщение", "это сообщение удалено", "ожидание сообщения*",
        "ожидание данного сообщения*", "пропущенный аудиозвонок", "пропущенный видеозвонок", "пропущенный звонок", "пропущенный групповой аудиозвонок", "пропущенный групповой видеозвонок",
        "сообщения и звонки защищены сквозным шифрованием*", "це повідомлення було видалено", "це повідомлення видалено", "ви видалили це повідомлення", "очікування повідомлення*",
        "пропущений аудіодзвінок", "пропущений відеодзвінок", "повідомлення та дзвінки захищені наскрізним шифруванням*",
        // Polish, Czech, Slovak
        "ta wiadomość została usunięta", "wiadomość została usunięta", "usunięto tę wiadomość", "ta wiadomość została usunięta przez ciebie", "usunąłeś tę wiadomość",
        "oczekiwanie na wiadomość*", "nieodebrane połączenie głosowe", "nieodebrane połączenie wideo", "wiadomości i połączenia są w pełni szyfrowane*",
        "wiadomości i połączenia są szyfrowane*", "tato zpráva byla smazána", "tuto zprávu jste smazali", "smazali jste tuto zprávu", "zmeškaný hlasový hovor",
        "zmeškaný videohovor", "zprávy a hovory jsou koncově šifrovány*", "táto správa bola odstránená", "správy a hovory sú šifrované*",
        // Swedish, Danish, Norwegian, Finnish
        "detta meddelande raderades", "du raderade detta meddelande", "det här meddelandet har tagits bort", "meddelandet togs bort", "missat röstsamtal", "missat videosamtal",
        "meddelanden och samtal är end-to-end-krypterade*", "meddelanden och samtal är totalsträckskrypterade*", "denne besked blev slettet", "du slettede denne besked",
        "mistet taleopkald", "mistet videoopkald", "beskeder og opkald er end-to-end-krypterede*", "denne meldingen ble slettet", "du slettet denne meldingen", "tapt taleanrop",
        "tapt videoanrop", "meldinger og anrop er ende-til-ende-kryptert*", "tämä viesti poistettiin", "poistit tämän viestin", "vastaamaton äänipuhelu", "vastaamaton videopuhelu",
        "viestit ja puhelut salataan täysin*",
        // Turkish
        "bu mesaj silindi", "bu mesajı sildiniz", "bu mesajı sildin", "mesaj bekleniyor*", "bu mesaj bekleniyor*", "cevapsız sesli arama", "cevapsız görüntülü arama",
        "mesajlar ve aramalar uçtan uca şifrelidir*",
        // Arabic, Hebrew, Persian
        "تم حذف هذه الرسالة", "لقد حذفت هذه الرسالة", "حذفت هذه الرسالة", "في انتظار هذه الرسالة*", "مكالمة صوتية فائتة", "مكالمة فيديو فائتة", "الرسائل والمكالمات مشفرة تماما*",
        "الرسائل والمكالمات مشفرة تمامًا*", "הודעה זו נמחקה", "מחקת הודעה זו", "ההודעה נמחקה", "שיחה קולית שלא נענתה", "שיחת וידאו שלא נענתה", "ההודעות והשיחות מוצפנות מקצה לקצה*",
        "הודעות ושיחות מוצפנות מקצה לקצה*", "این پیام حذف شد", "این پیام حذف شده است", "شما این پیام را حذف کردید", "تماس صوتی از دست رفته", "پیام‌ها و تماس‌ها رمزگذاری سرتاسر*",
        // Hindi, Bengali, Indonesian, Malay, Vietnamese, Thai, Greek, Hungarian, Romanian, Catalan, Bulgarian
        "यह संदेश हटाया गया था", "यह मैसेज मिटाया गया", "यह मैसेज डिलीट किया गया", "आपने यह मैसेज मिटाया", "आपने यह संदेश हटाया", "आपने यह मैसेज डिलीट किया", "मिस्ड वॉइस कॉल", "मिस्ड वीडियो कॉल",
        "मैसेज और कॉल एंड-टू-एंड एन्क्रिप्टेड हैं*", "संदेश और कॉल एंड-टू-एंड एन्क्रिप्टेड हैं*", "এই মেসেজটি মুছে ফেলা হয়েছে", "আপনি এই মেসেজটি মুছে ফেলেছেন", "pesan ini telah dihapus", "pesan ini dihapus",
        "anda menghapus pesan ini", "anda telah menghapus pesan ini", "menunggu pesan ini*", "menunggu pesan*", "panggilan suara tak terjawab", "panggilan video tak terjawab",
        "panggilan suara tidak terjawab", "panggilan video tidak terjawab", "pesan dan panggilan terenkripsi secara end-to-end*", "mesej ini telah dipadam", "anda telah memadam mesej ini",
        "tin nhắn này đã bị xóa", "tin nhắn đã bị xóa", "bạn đã xóa tin nhắn này", "cuộc gọi thoại nhỡ", "cuộc gọi video nhỡ", "tin nhắn và cuộc gọi được mã hóa đầu cuối*",
        "ข้อความนี้ถูกลบแล้ว", "ข้อความนี้ถูกลบ", "คุณลบข้อความนี้", "สายที่ไม่ได้รับ", "ข้อความและการโทรได้รับการเข้ารหัส*", "αυτό το μήνυμα διαγράφηκε", "διαγράψατε αυτό το μήνυμα",
        "αναπάντητη φωνητική κλήση", "αναπάντητη βιντεοκλήση", "τα μηνύματα και οι κλήσεις είναι κρυπτογραφημένα*", "ezt az üzenetet törölték", "törölted ezt az üzenetet",
        "nem fogadott hanghívás", "nem fogadott videohívás", "az üzenetek és hívások végpontok közötti titkosítással*", "acest mesaj a fost șters", "ați șters acest mesaj", "ai șters acest mesaj",
        "apel vocal nepreluat", "apel video nepreluat", "mesajele și apelurile sunt criptate integral*", "aquest missatge s'ha suprimit", "has suprimit aquest missatge",
        "aquest missatge s'ha eliminat", "trucada de veu perduda", "videotrucada perduda", "съобщението беше изтрито", "това съобщение беше изтрито", "изтрихте това съобщение",
    ];

    /// <summary>Parts of bodies about calls. Only looked for where iOS marks a body as its own words.</summary>
    public static readonly string[] Calls =
    [
        "call", "anruf", "llamada", "chamada", "ligação", "appel", "chiamata", "oproep", "gesprek", "通話", "着信", "通话", "来电", "來電", "통화", "전화", "звон", "дзвін",
        "połączen", "hovor", "samtal", "opkald", "anrop", "puhelu", "arama", "مكالمة", "שיחה", "שיחת", "تماس", "कॉल", "কল", "panggilan", "cuộc gọi", "สาย", "โทร", "κλήση", "hívás", "apel", "trucada",
        "обаждан",
    ];

    /// <summary>First words of what iOS marks as its own words and is yet written by a person: polls, places, contacts, events.</summary>
    public static readonly string[] Kept =
    [
        "poll:", "location:", "live location", "contact:", "contact card:", "event:", "umfrage:", "standort:", "live-standort", "kontakt:", "veranstaltung:",
        "encuesta:", "ubicación:", "contacto:", "evento:", "enquete:", "sondagem:", "votação:", "localização:", "contato:", "sondage :", "sondage:", "localisation :",
        "localisation:", "position :", "position:", "événement :", "sondaggio:", "posizione:", "contatto:", "peiling:", "poll-", "locatie:", "アンケート:", "アンケート：", "投票：", "投票:",
        "位置情報:", "位置情報：", "位置:", "位置：", "地点：", "地點：", "설문:", "설문 조사:", "투표:", "위치:", "опрос:", "местоположение:", "геопозиция:", "контакт:", "опитування:", "ankieta:",
        "lokalizacja:", "anketa:", "poloha:", "omröstning:", "plats:", "afstemning:", "placering:", "avstemning:", "plassering:", "kysely:", "sijainti:", "anket:", "konum:",
        "استطلاع", "الموقع:", "סקר:", "מיקום:", "नतीजे:", "पोल:", "स्थान:", "polling:", "lokasi:", "bình chọn:", "vị trí:", "โพล:", "ตำแหน่ง:", "δημοσκόπηση:", "τοποθεσία:",
        "szavazás:", "hely:", "sondaj:", "locație:", "enquesta:", "ubicació:",
    ];
}
