namespace AiSafety.Analyzers.Engine;

/// <summary>What the engine knows. Unknown is silence: rules report only on a proven answer.</summary>
internal enum Answer
{
    Unknown,
    No,
    Yes,
}
