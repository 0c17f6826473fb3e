using AiSafety.Analyzers.Rules.Cancellation;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace AiSafety.Analyzers.Tests.Rules.Cancellation;

public sealed class AIS3011_DeafStreamTests : RuleTests<DeafStreamRule, DeafStreamFix>
{
    [Fact]
    public Task Says_which_token_the_stream_is_read_without() => ReportsWith(
        "This stream is read without 'token', so waiting for its next item goes on after the caller has given up; add '.WithCancellation(token)'",
        """
        private async Task Run(IAsyncEnumerable<Order> orders, CancellationToken token)
        {
            await foreach (var order in [|orders|])
                billing.Charge(order);
        }
        """);

    [Fact]
    public Task Row_await_foreach_without_the_token() => Reports("""
        await foreach (var each in [|db.Orders.Where(o => o.Paid).AsAsyncEnumerable()|])
            billing.Charge(each);
        await foreach (var each in [|db.Orders.AsAsyncEnumerable()|].ConfigureAwait(false))
            billing.Charge(each);
        """);

    [Fact]
    public Task Reports_properties_calls_and_locals() => Reports("""
        public interface IFeed { IAsyncEnumerable<int> Items { get; } IAsyncEnumerable<int> Read(string name); }

        public class Reader(IFeed feed)
        {
            public async Task Run(string name, CancellationToken token)
            {
                await foreach (var item in [|feed.Items|]) { }
                await foreach (var item in [|feed.Read(name)|]) { }
                var items = feed.Read(name);
                await foreach (var item in [|items|].ConfigureAwait(false)) { }
            }
        }
        """);

    [Fact]
    public Task Reports_behind_operators_of_linq() => Reports("""
        private async Task Run(IAsyncEnumerable<int> numbers, CancellationToken token)
        {
            await foreach (var number in [|numbers.Where(n => n > 0).Select(n => n + 1)|]) { }
        }
        """);

    [Fact]
    public Task Reports_an_iterator_of_the_project_that_takes_a_token() => Reports("""
        private async IAsyncEnumerable<int> Numbers(CancellationToken first, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken second)
        {
            await Task.Delay(1, second);
            yield return 1;
        }

        private async Task Run(IAsyncEnumerable<int> numbers, CancellationToken token)
        {
            var stream = default(IAsyncEnumerable<int>) ?? numbers;
            await foreach (var number in [|stream|]) { }
        }
        """);

    [Fact]
    public Task Reports_in_a_local_function_and_a_lambda() => Reports("""
        private async Task Run(IAsyncEnumerable<int> numbers, CancellationToken token)
        {
            await Read();
            await Task.Run(async () => { await foreach (var number in [|numbers|]) { } }, token);

            async Task Read() { await foreach (var number in [|numbers|]) { } }
        }
        """);

    [Fact]
    public Task Reports_with_the_requests_token() => Reports("""
        private async Task Get(Microsoft.AspNetCore.Http.HttpContext context)
        {
            await foreach (var order in [|db.Orders.AsAsyncEnumerable()|])
                billing.Charge(order);
        }
        """);

    [Fact]
    public Task Stays_silent_with_WithCancellation() => Silent("""
        private async Task Run(IAsyncEnumerable<int> numbers, CancellationToken token)
        {
            await foreach (var number in numbers.WithCancellation(token)) { }
            await foreach (var number in numbers.ConfigureAwait(false).WithCancellation(token)) { }
            await foreach (var number in numbers.WithCancellation(CancellationToken.None)) { }
            var stream = numbers.WithCancellation(token);
            await foreach (var number in stream) { }
        }
        """);

    [Fact]
    public Task Stays_silent_where_the_source_has_a_token() => Silent("""
        public interface IFeed { IAsyncEnumerable<int> Read(string name, CancellationToken token); }

        public class Reader(IFeed feed)
        {
            public async Task Run(string name, CancellationToken token)
            {
                await foreach (var item in feed.Read(name, token)) { }
                await foreach (var item in feed.Read(name, token).Where(each => each > 1)) { }
                var items = feed.Read(name, token);
                await foreach (var item in items) { }
                await foreach (var item in feed.Read(name, CancellationToken.None)) { }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_where_the_source_gets_what_carries_the_token() => Silent("""
        public sealed class Activity(CancellationToken token)
        {
            public CancellationToken Token { get; } = token;
            public IAsyncEnumerable<int> Items() => AsyncEnumerable.Empty<int>();
        }

        public interface IFeed { IAsyncEnumerable<int> Read(Activity activity); }

        public class Reader(IFeed feed)
        {
            public async Task Run(Activity activity)
            {
                await foreach (var item in feed.Read(activity)) { }
                await foreach (var item in activity.Items()) { }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_where_the_producers_parameter_is_the_place() => Silent("""
        private async Task Run(System.Threading.Channels.ChannelReader<int> reader, CancellationToken token)
        {
            await foreach (var number in reader.ReadAllAsync()) { }
        }
        """);

    [Fact]
    public Task Stays_silent_for_an_iterator_of_the_project_that_ignores_tokens() => Silent("""
        private async IAsyncEnumerable<int> Numbers()
        {
            await Task.Delay(1);
            yield return 1;
        }

        private async Task Run(CancellationToken token)
        {
            await foreach (var number in Numbers()) { }
        }
        """);

    [Fact, Regression("workflow engine: nodes in memory are filtered by an iterator of another project")]
    public Task Stays_silent_for_an_iterator_of_another_assembly_that_ignores_tokens()
    {
        const string Library = """
            public static class Numbers
            {
                public static async System.Collections.Generic.IAsyncEnumerable<int> Read(this int[] from)
                {
                    await System.Threading.Tasks.Task.Yield();
                    yield return from[0];
                }
            }
            """;
        var library = CSharpCompilation.Create(
            "Library", [CSharpSyntaxTree.ParseText(Library, cancellationToken: TestContext.Current.CancellationToken)], References.Framework, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        Assert.True(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        return Silent("""
            private async Task Run(int[] numbers, CancellationToken token)
            {
                var positive = numbers.Read().Where(n => n > 0);
                await foreach (var number in positive) { }
            }
            """, new Setup { References = [.. References.All, MetadataReference.CreateFromImage(image.ToArray())] });
    }

    [Fact]
    public Task Stays_silent_for_what_is_in_memory() => Silent("""
        private async Task Run(int[] numbers, CancellationToken token)
        {
            await foreach (var number in numbers.ToAsyncEnumerable()) { }
            await foreach (var number in AsyncEnumerable.Empty<int>()) { }
        }
        """);

    [Fact]
    public Task Stays_silent_in_clean_up_and_after_a_commit_point() => Silent("""
        private async Task Run(IAsyncEnumerable<int> numbers, CancellationToken token)
        {
            await db.SaveChangesAsync(token);
            await foreach (var number in numbers) { }
        }

        private async Task Cleaning(IAsyncEnumerable<int> numbers, CancellationToken token)
        {
            try { await Task.Delay(1, token); }
            finally { await foreach (var number in numbers) { } }
        }

        private async Task Drain(IAsyncEnumerable<int> numbers, CancellationToken token)
        {
            await foreach (var number in numbers) { }
        }
        """);

    [Fact]
    public Task Stays_silent_without_a_token_or_with_several() => Silent("""
        private async Task None(IAsyncEnumerable<int> numbers)
        {
            await foreach (var number in numbers) { }
        }

        private async Task Several(IAsyncEnumerable<int> numbers, CancellationToken one, CancellationToken two)
        {
            await foreach (var number in numbers) { }
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_look_alike_stream() => Silent("""
        public class Stream2
        {
            public Enumerator GetAsyncEnumerator() => new();
            public class Enumerator { public int Current => 1; public Task<bool> MoveNextAsync() => Task.FromResult(false); }
        }

        public class Reader
        {
            public async Task Run(Stream2 stream, CancellationToken token)
            {
                await foreach (var number in stream) { }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent("""
        // <auto-generated/>
        public class Reader
        {
            public async Task Run(IAsyncEnumerable<int> numbers, CancellationToken token)
            {
                await foreach (var number in numbers) { }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_in_test_projects() => Silent("""
        private async Task Run(IAsyncEnumerable<int> numbers, CancellationToken token)
        {
            await foreach (var number in numbers) { }
        }
        """, new Setup { References = References.WithTestFramework });

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Silent("await foreach (var x in", new Setup { AllowsErrors = true });

    [Fact]
    public async Task One_stream_is_one_finding()
    {
        const string Code = """
            public class Reader
            {
                public async Task Property(IAsyncEnumerable<int> numbers, CancellationToken token) { await foreach (var number in numbers) { } }
                public async Task Producer(System.Threading.Channels.ChannelReader<int> reader, CancellationToken token) { await foreach (var number in reader.ReadAllAsync()) { } }
            }
            """;
        string[] expected = ["AIS3011", "AIS3001"];
        var analysis = await Analysis.RunAsync(
            [("/Reader.cs", Code)], [new DeafStreamRule(), new DroppedTokenRule(), new IgnoredTokenParameterRule()], AiSafety.Analyzers.Catalog.Preset.Strict,
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(expected, analysis.Findings.Select(finding => finding.Id));
    }

    [Fact]
    public Task Fixes_the_stream() => Fixes(
        """
        private async Task Run(IAsyncEnumerable<int> numbers, Task<IAsyncEnumerable<int>> later, CancellationToken token)
        {
            await foreach (var number in [|numbers|]) { }
            await foreach (var number in [|await later|]) { }
            await foreach (var number in [|numbers|].ConfigureAwait(false)) { }
            await foreach (var (first, second) in [|numbers.Select(n => (n, n))|]) { }
        }
        """,
        """
        private async Task Run(IAsyncEnumerable<int> numbers, Task<IAsyncEnumerable<int>> later, CancellationToken token)
        {
            await foreach (var number in numbers.WithCancellation(token)) { }
            await foreach (var number in (await later).WithCancellation(token)) { }
            await foreach (var number in numbers.WithCancellation(token).ConfigureAwait(false)) { }
            await foreach (var (first, second) in numbers.Select(n => (n, n)).WithCancellation(token)) { }
        }
        """);

    [Fact]
    public Task Row_iterator_without_the_attribute() => FixesWarning(
        """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;

        public class Source
        {
            public async IAsyncEnumerable<int> {|CS8425:Numbers|}(int first, CancellationToken token = default)
            {
                await Task.Delay(1, token);
                yield return first;
            }

            public IAsyncEnumerable<int> Local()
            {
                return Numbers(default);

                async IAsyncEnumerable<int> {|CS8425:Numbers|}(CancellationToken token)
                {
                    await Task.Delay(1, token);
                    yield return 1;
                }
            }
        }
        """,
        """
        using System.Collections.Generic;
        using System.Runtime.CompilerServices;
        using System.Threading;
        using System.Threading.Tasks;

        public class Source
        {
            public async IAsyncEnumerable<int> Numbers(int first, [EnumeratorCancellation] CancellationToken token = default)
            {
                await Task.Delay(1, token);
                yield return first;
            }

            public IAsyncEnumerable<int> Local()
            {
                return Numbers(default);

                async IAsyncEnumerable<int> Numbers([EnumeratorCancellation] CancellationToken token)
                {
                    await Task.Delay(1, token);
                    yield return 1;
                }
            }
        }
        """);

    [Fact]
    public Task Leaves_an_iterator_with_two_tokens_alone()
    {
        const string Code = """
            using System.Collections.Generic;
            using System.Threading;
            using System.Threading.Tasks;

            public class Source
            {
                public async IAsyncEnumerable<int> {|CS8425:Numbers|}(CancellationToken one, CancellationToken two)
                {
                    await Task.Delay(1, one);
                    yield return 1;
                }
            }
            """;
        return FixesWarning(Code, Code);
    }

    // The diagnostic is the compiler's, so the analyzer has nothing to say here.
    private static Task FixesWarning(string from, string to)
    {
        var test = new CSharpCodeFixTest<EmptyDiagnosticAnalyzer, DeafIteratorFix, DefaultVerifier>
        {
            TestCode = from,
            FixedCode = to,
            CompilerDiagnostics = CompilerDiagnostics.Warnings,
            ReferenceAssemblies = new ReferenceAssemblies("net10.0"),
        };
        test.TestState.AdditionalReferences.AddRange(References.Framework);
        test.SolutionTransforms.Add(static (solution, id) => solution.WithProjectParseOptions(id, new CSharpParseOptions(LanguageVersion.Preview)));
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
