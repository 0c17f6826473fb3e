using CarefulShop.Accounting;
using CarefulShop.Admin;
using CarefulShop.Catalogue;
using CarefulShop.Data;
using CarefulShop.Import;
using CarefulShop.Notifications;
using CarefulShop.Orders;
using CarefulShop.Payments;
using CarefulShop.Workers;
using Microsoft.EntityFrameworkCore;

var builder = WebApplication.CreateBuilder(args);

builder.Services.Configure<PaymentOptions>(builder.Configuration.GetSection("Payments"));
builder.Services.Configure<EmailOptions>(builder.Configuration.GetSection("Email"));
builder.Services.Configure<ImportOptions>(builder.Configuration.GetSection("Import"));
builder.Services.Configure<AccountingOptions>(builder.Configuration.GetSection("Accounting"));
builder.Services.AddOptions<CleanupOptions>()
    .Bind(builder.Configuration.GetSection("Cleanup"))
    .ValidateDataAnnotations()
    .ValidateOnStart();

var connectionString = builder.Configuration.GetConnectionString("Shop")
    ?? throw new InvalidOperationException("ConnectionStrings:Shop is missing");

builder.Services.AddDbContext<ShopDbContext>(options => options.UseSqlite(connectionString));
builder.Services.AddSingleton(new SqliteConnectionFactory(connectionString));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<IEmailSender, EmailSender>();
builder.Services.AddSingleton<BackgroundQueue>();
builder.Services.AddSingleton<CatalogueCache>();

builder.Services.AddScoped<StockRepository>();
builder.Services.AddScoped<CartRepository>();
builder.Services.AddScoped<CatalogueService>();
builder.Services.AddScoped<OrderService>();
builder.Services.AddScoped<PriceListImporter>();
builder.Services.AddScoped<AccountingExport>();
builder.Services.AddHttpClient<IPaymentClient, PaymentClient>();

builder.Services.AddHostedService<BackgroundQueueWorker>();
builder.Services.AddHostedService<NightlyCleanupWorker>();
builder.Services.AddHostedService<OutboxWorker>();
builder.Services.AddHostedService<AccountingWorker>();

builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database");
builder.Services.AddProblemDetails();
builder.Services.AddExceptionHandler<ShopExceptionHandler>();

var app = builder.Build();

using (var scope = app.Services.CreateScope())
{
    await scope.ServiceProvider.GetRequiredService<ShopDbContext>().Database.EnsureCreatedAsync();
}

app.UseExceptionHandler();
app.MapHealthChecks("/health");
app.MapCatalogue();
app.MapOrders();
app.MapImport();
app.MapAdmin();

app.Run();
