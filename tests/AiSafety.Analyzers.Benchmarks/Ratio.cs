using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Benchmarks;

/// <summary>
/// Compares subjects on one workload by processor time, which other processes on the machine hardly disturb. All subjects take
/// turns in a new random order each round, so that a slow phase of the machine hits all alike. The fastest round counts: whatever
/// disturbs a round, a neighbour on the same host included, only ever adds to it. The median is shown to tell how quiet the machine was.
/// </summary>
internal sealed class Ratio(Workload workload, IReadOnlyList<Subject> subjects, int rounds, TextWriter log)
{
    private const int WarmUpRounds = 3;

    private sealed record Measurement(double Milliseconds, double Megabytes, int Findings);

    /// <summary>Measures and returns a Markdown table.</summary>
    /// <param name="baseline">The subject that the last column compares with.</param>
    /// <param name="detailed">The subject whose analyzers are also listed one by one, with the time that the driver counts inside each.</param>
    public string Measure(Subject baseline, Subject detailed)
    {
        var random = new Random(1);
        var own = detailed.Analyzers.ToDictionary(analyzer => analyzer, _ => new List<double>());
        var measurements = subjects.ToDictionary(subject => subject, _ => new List<Measurement>());
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            var order = subjects.ToArray();
            random.Shuffle(order);
            foreach (var subject in order)
            {
                var measurement = Measure1(subject);
                if (round >= 0)
                    measurements[subject].Add(measurement);
            }

            foreach (var (analyzer, milliseconds) in workload.OwnTimes(detailed))
            {
                if (round >= 0)
                    own[analyzer].Add(milliseconds);
            }

            log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{workload.Name}: round {round + WarmUpRounds + 1} of {rounds + WarmUpRounds}"));
        }

        return Table(measurements, baseline) + Details(own, Fastest(measurements[Subject.CompileOnly]));
    }

    private static string Details(Dictionary<DiagnosticAnalyzer, List<double>> own, double compile)
    {
        var text = new StringBuilder("\nTime inside each rule, as the driver counts it when all run together:\n\n| Rule | ms | of compile only |\n| --- | ---: | ---: |\n");
        foreach (var (analyzer, times) in own.OrderBy(entry => entry.Key.SupportedDiagnostics[0].Id, StringComparer.Ordinal))
        {
            var fastest = times.Min();
            text.Append(CultureInfo.InvariantCulture, $"| {analyzer.SupportedDiagnostics[0].Id} | {fastest:0.0} | {fastest / compile:0.00%} |\n");
        }

        return text.ToString();
    }

    private Measurement Measure1(Subject subject)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var time = process.TotalProcessorTime;
        var findings = workload.Run(subject);
        process.Refresh();
        return new Measurement(
            (process.TotalProcessorTime - time).TotalMilliseconds, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6, findings);
    }

    private string Table(Dictionary<Subject, List<Measurement>> measurements, Subject baseline)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"**{workload.Name}**: {workload.Files} files, {workload.Lines} lines; processor time on one thread, fastest of {rounds} rounds\n\n");
        text.Append("| Subject | ms | median | MB allocated | findings | over compile only | over the empty analyzers |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        var compile = Fastest(measurements[Subject.CompileOnly]);
        var empty = Fastest(measurements[baseline]);
        foreach (var subject in subjects)
        {
            var own = measurements[subject];
            var fastest = Fastest(own);
            var megabytes = Median(own.Select(each => each.Megabytes));
            text.Append(CultureInfo.InvariantCulture,
                $"| {subject.Name} | {fastest:0} | {Median(own.Select(each => each.Milliseconds)):0} | {megabytes:0} | {own[^1].Findings} | {fastest / compile - 1:+0.0%;-0.0%;0.0%} | {fastest / empty - 1:+0.0%;-0.0%;0.0%} |\n");
        }

        return text.ToString();
    }

    private static double Fastest(IEnumerable<Measurement> measurements) => measurements.Min(each => each.Milliseconds);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
