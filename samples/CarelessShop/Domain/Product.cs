namespace CarelessShop.Domain;

public class Product
{
    public int Id { get; set; }
    public required string Sku { get; set; }
    public required string Name { get; set; }
    public decimal Price { get; set; }
    public bool IsActive { get; set; } = true;
    public int Views { get; set; }
    public DateTime UpdatedAt { get; set; }
}

public class StockLevel
{
    public required string Sku { get; set; }
    public int OnHand { get; set; }
    public int Reserved { get; set; }
}
