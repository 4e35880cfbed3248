using System.Runtime.CompilerServices;

// Deciders and the runner are internal; their tests see them.
[assembly: InternalsVisibleTo("EventSourced.Commands.Tests")]
