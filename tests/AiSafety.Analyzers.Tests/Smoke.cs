using Xunit;
public class Smoke { [Fact] public void Runs() => Assert.True(System.IO.File.Exists(System.IO.Path.Combine(System.AppContext.BaseDirectory, "snippet-references.txt"))); }
