using CarelessShop.Accounting;
using CarelessShop.Admin;
using CarelessShop.Catalogue;
using CarelessShop.Data;
using CarelessShop.Import;
using CarelessShop.Notifications;
using CarelessShop.Orders;
using CarelessShop.Payments;
using CarelessShop.Workers;
using Microsoft.EntityFrameworkCore;

var builder = WebApplication.CreateBuilder(args);

builder.Services.Configure<PaymentOptions>(builder.Configuration.GetSection("Payments"));
builder.Services.Configure<EmailOptions>(builder.Configuration.GetSection("Email"));
builder.Services.Configure<CleanupOptions>(builder.Configuration.GetSection("Cleanup"));
builder.Services.Configure<ImportOptions>(builder.Configuration.GetSection("Import"));
builder.Services.Configure<AccountingOptions>(builder.Configuration.GetSection("Accounting"));

var connectionString = builder.Configuration.GetConnectionString("Shop")
    ?? throw new InvalidOperationException("ConnectionStrings:Shop is missing");

builder.Services.AddDbContext<ShopDbContext>(options => options.UseSqlite(connectionString));
builder.Services.AddSingleton(new SqliteConnectionFactory(connectionString));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<IEmailSender, EmailSender>();

builder.Services.AddScoped<StockRepository>();
builder.Services.AddScoped<CartRepository>();
builder.Services.AddScoped<CatalogueService>();
builder.Services.AddScoped<OrderService>();
builder.Services.AddScoped<PriceListImporter>();
builder.Services.AddScoped<AccountingExport>();
builder.Services.AddHttpClient<IPaymentClient, PaymentClient>();

builder.Services.AddHostedService<NightlyCleanupWorker>();
builder.Services.AddHostedService<OutboxWorker>();
builder.Services.AddHostedService<AccountingWorker>();

var app = builder.Build();

using (var scope = app.Services.CreateScope())
{
    await scope.ServiceProvider.GetRequiredService<ShopDbContext>().Database.EnsureCreatedAsync();
}

app.MapCatalogue();
app.MapOrders();
app.MapImport();
app.MapAdmin();

app.Run();
