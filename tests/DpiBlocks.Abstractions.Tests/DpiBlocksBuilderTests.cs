using Microsoft.Extensions.DependencyInjection;

namespace DpiBlocks.Abstractions.Tests;

public sealed class DpiBlocksBuilderTests
{
    [Fact]
    public void Blocks_are_added_to_the_services_of_the_host()
    {
        var services = new ServiceCollection();
        services.AddDpiBlocks().Services.Should().BeSameAs(services);
    }
}
