using Microsoft.Extensions.DependencyInjection;
using Shop;

if (args is not [var connectionString])
{
    Console.Error.WriteLine("Give the connection string of an empty database: dotnet run --project samples/marten-shop -- \"Host=localhost;Database=shop;Username=…;Password=…\"");
    return 2;
}

using var host = ShopHost.Build(connectionString);
await host.StartAsync();
var orders = host.Services.GetRequiredService<Orders>();
var tables = new ReadTableTasks(host);
var run = Guid.NewGuid().ToString("N")[..8];

string Order(int i) => $"order-{run}-{i}";
(string, int, long)[] Items(int i) => [("tea", 1 + (i % 3), 450), (i % 2 == 0 ? "cup" : "pot", 1, 1_200)];

for (var i = 0; i < 200; i++) await orders.PlaceAsync(Order(i), $"customer-{i % 17}", Items(i));
await orders.ShipAsync(Order(0), "by bicycle");
await tables.CatchUpAsync();
Console.WriteLine("200 orders are placed, and the tables hold them.");

var rebuild = tables.RebuildAsync();
for (var i = 200; !rebuild.IsCompleted || i < 220; i++) await orders.PlaceAsync(Order(i), $"customer-{i % 17}", Items(i));
Console.WriteLine($"The tables were rebuilt while orders came in: {(await rebuild).State}.");

await tables.CatchUpAsync();
var (_, holds) = await tables.VerifyAsync();
Console.WriteLine(holds ? "Verified: every row is as the events make it." : "Verified: some rows are not as the events make them.");

Console.WriteLine($"shop.order_summaries, {Order(0)}:");
foreach (var change in (await tables.ExplainAsync("shop.order_summaries", "order_id", Order(0))).Events)
    Console.WriteLine($"  {change.Event.Position,6} {change.Event.Type,-14} {change.After?.ToJsonString()}");

await host.StopAsync();
return holds ? 0 : 1;
