global using System.Collections.Immutable;
global using AiSafety.Analyzers.Tests.Harness;
global using Xunit;
