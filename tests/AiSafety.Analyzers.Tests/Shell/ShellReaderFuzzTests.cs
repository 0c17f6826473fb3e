using System.Text;
using AiSafety.Analyzers.Shell;
using CsCheck;

namespace AiSafety.Analyzers.Tests.Shell;

/// <summary>Whatever the text is, the reader returns, with work in proportion to its length and positions inside the text.</summary>
public sealed class ShellReaderFuzzTests
{
    private static readonly string[] Tokens =
    [
        "rm", "-rf", "/", "~", "*", "$x", "${x}", "${x:?}", "${", "$(", "$((", "))", ")", "(", "{", "}", "`", "'", "\"", "\\", "\n", ";", "&", "&&", "|", "||", "<", ">", "<<", "<<<", "<<EOF\n", "EOF",
        "#", "=", "a=b", "sh", "-c", "bash", "cmd", "/c", "powershell", "-Command", "-enc", "ssh", "host", "docker", "exec", "kubectl", "delete", "ns", "--", "xargs", "find", "-delete", "-exec", "{}", ";",
        "sudo", "env", "if", "then", "fi", "for", "do", "[[", "]]", "[", "]", "%x%", "%1", "!x!", "^", "rd", "/s", "/q", "if exist", "set", "@", "@(", "@{", "@'", "'@", "@\"\n", "<#", "#>", "$_", "$env:TEMP",
        "Remove-Item", "-Recurse", "git", "push", "-f", "reset", "--hard", "psql", "DROP DATABASE x", "eval", "trap", "echo", "cat", "cd", "mktemp", "\uFFFC", "\0", "é", "\uD800", " ", "\t", "\r\n", "C:\\", "\\\"",
    ];

    [Fact]
    public void Token_soup_is_read()
    {
        var part = Gen.Int[0, 9].SelectMany(kind => kind switch
        {
            0 => Gen.Int[0, 3].Select(hole => new ShellPart(null, (ShellHole)hole)),
            _ => Gen.Int[0, Tokens.Length - 1].Select(i => Tokens[i]).Array[1, 12].Select(words => new ShellPart(string.Join(kind < 5 ? "" : " ", words))),
        });
        part.Array[0, 10].Sample(parts => Check(new ShellText(parts)), iter: 20_000);
    }

    [Theory]
    [InlineData("(")]
    [InlineData(")")]
    [InlineData("((")]
    [InlineData("{")]
    [InlineData("$(")]
    [InlineData("$((")]
    [InlineData("${")]
    [InlineData("${x")]
    [InlineData("`")]
    [InlineData("\\`")]
    [InlineData("'")]
    [InlineData("\"")]
    [InlineData("\"$(")]
    [InlineData("\\")]
    [InlineData("\\\"")]
    [InlineData("%")]
    [InlineData("%~")]
    [InlineData("%a")]
    [InlineData("!")]
    [InlineData("<<a ")]
    [InlineData("<<a\n")]
    [InlineData("<<< x ")]
    [InlineData("#")]
    [InlineData("<#")]
    [InlineData("@'\n")]
    [InlineData("@(")]
    [InlineData("a(")]
    [InlineData("a()")]
    [InlineData("$x.y")]
    [InlineData("a=$a$a;")]
    [InlineData("a=$b$b; b=$a$a; rm -rf $a;")]
    [InlineData("rm -rf $x ")]
    [InlineData("rm -rf / ; ")]
    [InlineData("sh -c ")]
    [InlineData("sh -c 'sh -c ")]
    [InlineData("sudo ")]
    [InlineData("ls | ")]
    [InlineData("ls | xargs rm -rf | ")]
    [InlineData("cd x; ")]
    [InlineData("if exist x ")]
    [InlineData("start ")]
    [InlineData("git clone x; ")]
    [InlineData("[[ $x ]] && ")]
    [InlineData("-a")]
    [InlineData("                ")]
    public void Much_of_anything_takes_work_in_proportion(string unit)
    {
        // What is allocated is the same on every machine. A reader that is not linear allocates sixteen times as much for four times the text.
        var (quarter, whole) = (Work(unit, ShellLexer.MaxLength / 4), Work(unit, ShellLexer.MaxLength));
        Assert.True(whole < (8 * quarter) + 4_000_000, $"{quarter} bytes for a quarter, {whole} for the whole");
    }

    private static long Work(string unit, int length)
    {
        var builder = new StringBuilder("rm -rf ");
        while (builder.Length + unit.Length <= length)
            builder.Append(unit);
        var text = ShellText.Of(builder.ToString());
        var before = GC.GetAllocatedBytesForCurrentThread();
        Check(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    [Fact]
    public void Texts_that_are_too_long_are_not_read() =>
        Assert.Empty(ShellReader.Read(ShellText.Of("rm -rf / #" + new string('x', ShellLexer.MaxLength)), ShellDialect.Posix));

    private static void Check(ShellText text)
    {
        foreach (var dialect in Enum.GetValues<ShellDialect>())
        {
            foreach (var finding in ShellReader.Read(text, dialect))
                CheckFinding(finding, text.Combined.Length);
        }

        foreach (var program in new[] { "sh", "cmd", "powershell", "rm", "ssh" })
        {
            foreach (var finding in ShellReader.Read(ShellText.Of(program), text))
                CheckFinding(finding, text.Combined.Length);
            foreach (var finding in ShellReader.Read(ShellText.Of(program), [ShellText.Of("-c"), text]))
                CheckFinding(finding, 2);
        }
    }

    private static void CheckFinding(ShellFinding finding, int length)
    {
        Assert.InRange(finding.Start, 0, length);
        Assert.InRange(finding.Command.Length, 1, 60);
        Assert.NotEmpty(finding.Loss);
    }
}
