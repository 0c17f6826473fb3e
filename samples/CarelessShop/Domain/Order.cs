namespace CarelessShop.Domain;

public enum OrderStatus
{
    New,
    Paid,
    Rejected,
    Cancelled,
}

public class Order
{
    public int Id { get; set; }
    public required string Number { get; set; }
    public required string CustomerEmail { get; set; }
    public OrderStatus Status { get; set; }
    public decimal Total { get; set; }
    public string? PaymentId { get; set; }
    public DateTime CreatedAt { get; set; }
    public List<OrderLine> Lines { get; set; } = [];
}

public class OrderLine
{
    public int Id { get; set; }
    public int OrderId { get; set; }
    public required string Sku { get; set; }
    public int Quantity { get; set; }
    public decimal UnitPrice { get; set; }
}
