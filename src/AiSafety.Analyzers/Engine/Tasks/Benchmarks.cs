namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>Knows projects that only measure: a failure there spoils a figure, not somebody's data.</summary>
internal sealed class Benchmarks
{
    private Benchmarks(Session session) => IsBenchmark = !session.AllTypes("BenchmarkDotNet.Attributes.BenchmarkAttribute").IsEmpty;

    public static Benchmarks Of(Session session) => session.Part(static each => new Benchmarks(each));

    /// <summary>Whether the project can name the benchmark attribute.</summary>
    public bool IsBenchmark { get; }
}
