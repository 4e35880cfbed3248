using EventSourced.Contracts.Rabbit;
using EventSourced.ReadTables;

[assembly: IgnoredEvent(typeof(ChildSessionStarted), "the session's own event has the same data; this one finds the sessions of a child")]
[assembly: IgnoredEvent(typeof(ChildForgotten), "each session has its own event")]
[assembly: IgnoredEvent(typeof(DailySummaryProduced), "read on demand, no table")]
[assembly: IgnoredEvent(typeof(TranscriptRegistered), "GET /imports/{id} reads the stream of an import")]
[assembly: IgnoredEvent(typeof(ChildTranscriptRegistered), "it finds the imports of a child when it is forgotten")]
[assembly: IgnoredEvent(typeof(TranscriptRead), "GET /imports/{id} reads the stream of an import")]
[assembly: IgnoredEvent(typeof(TranscriptTurnsRecorded), "GET /imports/{id} reads the stream of an import; the turns have events of their own")]
[assembly: IgnoredEvent(typeof(TranscriptImported), "GET /imports/{id} reads the stream of an import; the turns have events of their own")]
[assembly: IgnoredEvent(typeof(TranscriptFailed), "GET /imports/{id} reads the stream of an import")]
