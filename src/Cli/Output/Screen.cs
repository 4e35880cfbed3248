using EventSourced.Cli.Running;
using Spectre.Console;

namespace EventSourced.Cli.Output;

/// <summary>What the user sees: results on standard output, errors on standard error. Colours and motion only where a terminal shows them.</summary>
internal sealed class Screen
{
    private readonly IAnsiConsole _errors = Open(System.Console.Error, System.Console.IsErrorRedirected);
    private readonly Lock _line = new();

    public Screen()
    {
        if (System.Console.IsOutputRedirected) Out.Profile.Width = Columns ?? 100;
        // An error is a line of its own and is not broken into several.
        _errors.Profile.Width = 10_000;
    }

    public IAnsiConsole Out { get; } = Open(System.Console.Out, System.Console.IsOutputRedirected);

    /// <summary>Whether things may move on the screen.</summary>
    public bool IsLive => !System.Console.IsOutputRedirected && Out.Profile.Capabilities is { Ansi: true, Interactive: true };

    public int Width => Math.Max(60, Out.Profile.Width);

    // The text past the library, which would break a long path in two.
    private void Marked(string mark, string text)
    {
        lock (_line)
        {
            Out.Write(new Markup(mark));
            System.Console.Out.WriteLine(" " + text);
        }
    }

    // Left to itself, the library colours pipes and files too when TERM is set.
    private static IAnsiConsole Open(TextWriter writer, bool redirected) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = redirected || CommandLineVariables.Current.NoColor is { Length: > 0 } ? AnsiSupport.No : AnsiSupport.Detect,
        Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
    });

    private static int? Columns => int.TryParse(CommandLineVariables.Current.Columns, out var columns) && columns >= 60 ? columns : null;

    /// <summary>Asks a question that yes or no answers; null when nobody is there to answer.</summary>
    public bool? Asks(string question)
    {
        if (System.Console.IsInputRedirected || System.Console.IsOutputRedirected) return null;
        System.Console.Out.Write($"{question} [y/N] ");
        return System.Console.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    /// <summary>A line of plain text.</summary>
    public void Line(string text = "")
    {
        // Not through Spectre, which would break a long line that is to be copied.
        lock (_line) System.Console.Out.WriteLine(text);
    }

    /// <summary>A line that says what goes on.</summary>
    public void Step(string text) => Marked("[grey]·[/]", text);

    public void Good(string text) => Marked("[green]✓[/]", text);

    public void Bad(string text) => Marked("[red]✗[/]", text);

    public void Heading(string text)
    {
        lock (_line) Out.Write(new Markup($"\n[bold]{Markup.Escape(text)}[/]\n"));
    }

    public void Error(string text)
    {
        lock (_line) _errors.Write(new Markup($"[red]error:[/] {Markup.Escape(text)}\n"));
    }

    public void Note(string text)
    {
        lock (_line) _errors.Write(new Markup($"[grey]{Markup.Escape(text)}[/]\n"));
    }
}
