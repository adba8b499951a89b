namespace DpiBlocks.AspNetCore.Tests.Redirects;

public sealed class RedirectUrisTests
{
    private static readonly RedirectUris Registered = new("https://client.example/cb", "https://client.example/cb?x=1", "http://127.0.0.1:8080/cb", "org.example.wallet:/cb");

    [Theory]
    [Attack("WEB-07")]
    [InlineData("https://client.example/cb", true)]
    [InlineData("https://client.example/cb?x=1", true)]
    [InlineData("http://127.0.0.1:8080/cb", true)]
    [InlineData("org.example.wallet:/cb", true)]
    [InlineData("https://client.example/cb/", false)]
    [InlineData("https://client.example/cb/more", false)]
    [InlineData("https://client.example/cb.evil.example", false)]
    [InlineData("https://client.example/cb?x=2", false)]
    [InlineData("https://client.example/cb#", false)]
    [InlineData("https://client.example/CB", false)]
    [InlineData("https://CLIENT.example/cb", false)]
    [InlineData("HTTPS://client.example/cb", false)]
    [InlineData("https://client.example:443/cb", false)]
    [InlineData("https://client.example@evil.example/cb", false)]
    [InlineData("https://evil.example\\@client.example/cb", false)]
    [InlineData("https:\\\\client.example\\cb", false)]
    [InlineData("//client.example/cb", false)]
    [InlineData("https:///client.example/cb", false)]
    [InlineData("https://client.example/%63b", false)]
    [InlineData("https%3A%2F%2Fclient.example%2Fcb", false)]
    [InlineData("https://client.example/a/../cb", false)]
    [InlineData(" https://client.example/cb", false)]
    [InlineData("http://client.example/cb", false)]
    [InlineData("http://127.0.0.1:8081/cb", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_address_is_one_of_the_registered_letter_for_letter(string? address, bool isOne) => Registered.Contains(address).Should().Be(isOne);

    [Theory]
    [Attack("WEB-07")]
    [InlineData("http://client.example/cb")]
    [InlineData("http://localhost/cb")]
    [InlineData("https://user@client.example/cb")]
    [InlineData("https://@client.example/cb")]
    [InlineData("https://client.example/cb#f")]
    [InlineData("https://client.example/cb#")]
    [InlineData("https://client.example\\cb")]
    [InlineData("https://client.example/a/../cb")]
    [InlineData("https://CLIENT.example/cb")]
    [InlineData("https://client.example/c b")]
    [InlineData("//client.example/cb")]
    [InlineData("/cb")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("")]
    public void What_could_be_read_in_two_ways_is_not_registered(string address) =>
        address.Invoking(text => new RedirectUris(text)).Should().Throw<ArgumentException>();
}
