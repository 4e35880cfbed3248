using EventSourced.Cli.Running;
using Spectre.Console;

namespace EventSourced.Cli.Output;

/// <summary>The terminal: results on standard output, errors on standard error. Colours and progress only on a terminal.</summary>
public sealed class Screen
{
    private const int Unlimited = 10_000;

    private readonly Lazy<IAnsiConsole> _out, _errors;
    private readonly Lock _line = new();

    /// <summary>The terminal of this process.</summary>
    public Screen()
    {
        // Starting Spectre takes 50 ms, which a command that prints a line into a pipe does not need.
        _out = new(() =>
        {
            var console = Open(System.Console.Out, System.Console.IsOutputRedirected);
            if (System.Console.IsOutputRedirected) console.Profile.Width = Columns ?? 100;
            return console;
        });
        _errors = new(() =>
        {
            var console = Open(System.Console.Error, System.Console.IsErrorRedirected);
            // An error is one line and is not wrapped.
            console.Profile.Width = Unlimited;
            return console;
        });
    }

    /// <summary>Standard output, for tables and progress bars.</summary>
    public IAnsiConsole Out => _out.Value;

    /// <summary>Whether standard output is an interactive terminal.</summary>
    public bool IsLive => !System.Console.IsOutputRedirected && Out.Profile.Capabilities is { Ansi: true, Interactive: true };

    /// <summary>Characters of a line, at least 60.</summary>
    public int Width => Math.Max(60, Out.Profile.Width);

    // The text bypasses Spectre, which would wrap a long path.
    private void Marked(string colour, string mark, string text)
    {
        lock (_line)
        {
            if (System.Console.IsOutputRedirected) System.Console.Out.Write(mark);
            else Out.Write(new Markup($"[{colour}]{mark}[/]"));
            System.Console.Out.WriteLine(" " + text);
        }
    }

    // By default, Spectre also colours pipes and files when TERM is set.
    private static IAnsiConsole Open(TextWriter writer, bool redirected) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = redirected || CommandLineVariables.Current.NoColor is { Length: > 0 } ? AnsiSupport.No : AnsiSupport.Detect,
        Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
    });

    private static int? Columns => int.TryParse(CommandLineVariables.Current.Columns, out var columns) && columns >= 60 ? columns : null;

    /// <summary>Asks a yes/no question; null without an interactive terminal.</summary>
    public bool? Confirm(string question)
    {
        if (System.Console.IsInputRedirected || System.Console.IsOutputRedirected) return null;
        System.Console.Out.Write($"{question} [y/N] ");
        return System.Console.ReadLine()?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    /// <summary>A table. In a pipe or a file it is as wide as its content, so that no cell is cut off.</summary>
    public void Table(Table table)
    {
        lock (_line)
        {
            var width = Out.Profile.Width;
            if (System.Console.IsOutputRedirected && Columns is null) Out.Profile.Width = Unlimited;
            Out.Write(table);
            Out.Profile.Width = width;
        }
    }

    /// <summary>A line of plain text.</summary>
    public void Line(string text = "")
    {
        // Not through Spectre, which would wrap a long line.
        lock (_line) System.Console.Out.WriteLine(text);
    }

    /// <summary>A progress line.</summary>
    public void Step(string text) => Marked("grey", "·", text);

    /// <summary>A line about a success.</summary>
    public void Good(string text) => Marked("green", "✓", text);

    /// <summary>A line about a failure.</summary>
    public void Bad(string text) => Marked("red", "✗", text);

    /// <summary>A heading, after an empty line.</summary>
    public void Heading(string text)
    {
        lock (_line) Out.Write(new Markup($"\n[bold]{Markup.Escape(text)}[/]\n"));
    }

    /// <summary>A line on standard error that begins with <c>error:</c>.</summary>
    public void Error(string text)
    {
        lock (_line) _errors.Value.Write(new Markup($"[red]error:[/] {Markup.Escape(text)}\n"));
    }

    /// <summary>A line on standard error.</summary>
    public void Note(string text)
    {
        lock (_line) _errors.Value.Write(new Markup($"[grey]{Markup.Escape(text)}[/]\n"));
    }
}
