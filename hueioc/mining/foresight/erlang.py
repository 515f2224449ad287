"""Erlang-A: the exact answer for a queue with impatient callers, against which the simulation is checked."""


def erlang_a(rate: float, service_rate: float, patience_rate: float, staff: int) -> tuple[float, float]:
    """(mean wait of all callers, share that hangs up) of M/M/n+M in its steady state; rates per second, wait in s.

    The birth-and-death chain is summed, and by Little and P(abandon) = patience_rate * mean wait the rest follows.
    Source: O. Garnett, A. Mandelbaum, M. Reiman, Designing a Call Center with Impatient Customers, MSOM 4(3), 2002.
    """
    weight = total = 1.0
    queue, number = 0.0, 0
    while number < staff or weight > 1e-14 * total:
        number += 1
        weight *= rate / (min(number, staff) * service_rate + max(number - staff, 0) * patience_rate)
        total += weight
        queue += max(number - staff, 0) * weight
        if total > 1e200:
            weight, total, queue = weight / 1e200, total / 1e200, queue / 1e200
    wait = queue / total / rate
    return wait, wait * patience_rate
