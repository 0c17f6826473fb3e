using System;
using System.Collections.Generic;
using System.Linq;

namespace Corpus.Careless.Bookings;

public sealed record BookingLine(string Room, int Nights, double PricePerNight);

public sealed class Booking
{
    public Guid Id { get; init; }

    public List<BookingLine> Lines { get; } = [];

    public double Discount { get; set; }

    public double TaxRate { get; set; } = 0.07;

    public double Subtotal => Lines.Sum(line => line.Nights * line.PricePerNight) - Discount;

    public double TotalPrice => Subtotal * (1 + TaxRate);
}

public interface IBookingPayments
{
    bool Pay(Guid booking, float amount);
}

public sealed class GuestAccount
{
    private double balance;

    public float? CreditLimit { get; set; }

    public bool IsSettled => balance == 0;

    public void Book(BookingLine line) => balance += line.Nights * line.PricePerNight;
}
