namespace CarelessShop.Domain;

public class Cart
{
    public int Id { get; set; }
    public required string CustomerEmail { get; set; }
    public required string ItemsJson { get; set; }
    public DateTime UpdatedAt { get; set; }
}
