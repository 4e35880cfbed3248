namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>The inputs of a day's strain index.</summary>
/// <param name="SentimentScore">Sentiment of the day, −1 … +1, as published.</param>
/// <param name="Messages">Messages of the day.</param>
/// <param name="Senders">Distinct senders.</param>
/// <param name="TopSenderMessages">Messages of the sender with the most.</param>
/// <param name="ConflictMessages">Messages with a conflict term.</param>
/// <param name="UrgentMessages">Messages with an urgency term or three exclamation marks.</param>
/// <param name="Requests">Messages that ask or seek help.</param>
/// <param name="UnresolvedRequests">Requests without a reply by another sender within the day's next 20 messages.</param>
public readonly record struct StrainInputs(
    double SentimentScore, long Messages, int Senders, long TopSenderMessages,
    long ConflictMessages, long UrgentMessages, long Requests, long UnresolvedRequests);
