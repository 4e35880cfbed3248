using EventSourced.Contracts.Rabbit;
using EventSourced.ReadTables;

[assembly: IgnoredEvent(typeof(ChildSessionStarted), "the session's own event says the same; this one finds the sessions of a child")]
[assembly: IgnoredEvent(typeof(ChildForgotten), "each session has its own event")]
[assembly: IgnoredEvent(typeof(DailySummaryProduced), "read on demand, no table")]
