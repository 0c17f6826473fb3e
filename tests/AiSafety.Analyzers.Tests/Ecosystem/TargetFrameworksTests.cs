using AiSafety.Analyzers.Ecosystem.Loading;

namespace AiSafety.Analyzers.Tests.Ecosystem;

public sealed class TargetFrameworksTests
{
    [Theory]
    [InlineData("net8.0;net6.0;netstandard2.0;net472", "net8.0")]
    [InlineData("net451;netstandard1.3;netstandard2.0;", "netstandard2.0")]
    [InlineData("net10.0;net11.0", "net10.0")]
    [InlineData("net11.0", "net11.0")]
    [InlineData("net10.0-android;net10.0-ios", "net10.0")]
    [InlineData("net9.0; net10.0", "net10.0")]
    [InlineData("netcoreapp3.1;net48", "netcoreapp3.1")]
    [InlineData("", "net10.0")]
    public void Chooses_the_newest_that_the_sdk_covers(string declared, string expected) =>
        Assert.Equal(expected, TargetFrameworks.Choose(declared, "net10.0"));

    [Fact]
    public void Defines_the_symbols_of_modern_frameworks()
    {
        var symbols = TargetFrameworks.Constants("net8.0").ToList();

        Assert.Contains("NET", symbols);
        Assert.Contains("NET8_0", symbols);
        Assert.Contains("NET5_0_OR_GREATER", symbols);
        Assert.Contains("NET8_0_OR_GREATER", symbols);
        Assert.Contains("NETCOREAPP3_1_OR_GREATER", symbols);
        Assert.DoesNotContain("NET9_0_OR_GREATER", symbols);
        Assert.DoesNotContain("NETFRAMEWORK", symbols);
    }

    [Fact]
    public void Defines_the_symbols_of_older_frameworks()
    {
        Assert.Contains("NETSTANDARD2_0", TargetFrameworks.Constants("netstandard2.0"));
        Assert.DoesNotContain("NETSTANDARD2_1_OR_GREATER", TargetFrameworks.Constants("netstandard2.0"));
        Assert.Contains("NET472", TargetFrameworks.Constants("net472"));
        Assert.Contains("NET45_OR_GREATER", TargetFrameworks.Constants("net472"));
        Assert.DoesNotContain("NET48_OR_GREATER", TargetFrameworks.Constants("net472"));
        Assert.DoesNotContain("NET", TargetFrameworks.Constants("netcoreapp3.1"));
    }

    [Theory]
    [InlineData("net10.0", "14.0")]
    [InlineData("net8.0", "12.0")]
    [InlineData("netcoreapp3.1", "8.0")]
    [InlineData("netstandard2.1", "8.0")]
    [InlineData("netstandard2.0", "7.3")]
    [InlineData("net48", "7.3")]
    public void Knows_the_language_version_of_a_framework(string framework, string expected) =>
        Assert.Equal(expected, TargetFrameworks.DefaultLanguageVersion(framework));
}
