using AiSafety.Analyzers.Ecosystem;

return await CommandLine.Create().Parse(args).InvokeAsync().ConfigureAwait(false);
