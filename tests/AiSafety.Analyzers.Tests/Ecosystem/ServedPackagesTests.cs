using AiSafety.Analyzers.Ecosystem.Loading;

namespace AiSafety.Analyzers.Tests.Ecosystem;

public sealed class ServedPackagesTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    [InlineData("2.0.0", "2.1.0")] // the next of the same major version
    [InlineData("2.5.0", "3.0.0")] // none of that major version is as new: the next one
    [InlineData("9.0.0", "3.0.0")] // all are older: the newest
    [InlineData("1.0.0", "1.0.0")]
    [InlineData("[1.0.0]", "1.0.0")]
    [InlineData("", "3.0.0")]
    [InlineData("2.*", "3.0.0")]
    public void Picks_the_nearest_served_version(string wanted, string expected)
    {
        File.WriteAllText(file, "name\tversions\nSome.Package\t1.0.0 2.1.0 3.0.0 4.0.0-beta.1 (skip 2.1.0)\n");

        Assert.Equal(expected, ServedPackages.Read(file).Nearest("some.package", wanted));
    }

    [Fact]
    public void Says_when_nothing_is_served()
    {
        File.WriteAllText(file, "name\tversions\nGone.Package\tnone: not served\n");
        var served = ServedPackages.Read(file);

        Assert.Null(served.Nearest("Gone.Package", "1.0.0"));
        Assert.Null(served.Nearest("Other.Package", "1.0.0"));
    }

    [Fact]
    public void Takes_every_package_as_wanted_without_a_list()
    {
        Assert.Equal("1.2.3", ServedPackages.Unknown.Nearest("Some.Package", "1.2.3"));
        Assert.Equal("*", ServedPackages.Unknown.Nearest("Some.Package", ""));
    }
}
