using EventSourced.Contracts.Pulse;
using EventSourced.ReadTables;

[assembly: IgnoredEvent(typeof(ExportDequeued), "the export's own events already contain how it ended")]
