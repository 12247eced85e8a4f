// The audit chain of a lot: each record as a text whose hash includes the hash before it, with hidden amounts as commitments. The format is
// public and frozen: docs/develop/audit-chain.md. Everything here is pure.
#pragma once
#include "modules/bidding/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gavel::bidding {

// Hides an amount until its salt is shown.
digest commitment(const money& amount, const salt& drawn);

// The record of `lot` exactly as it is hashed.
std::string text_of(const standing& lot, const record& r);

// The hash of a record's text behind the hash of the record before it (32 zero bytes before the first).
digest link(const digest& before, std::string_view text);

// Makes an accepted command the newest link: sets its hash and the head of the standing after it.
void seal(standing& after, bid_record& made);
void seal(standing& after, act& done);

// What opens the commitment of a record.
struct opening {
    money amount;
    salt drawn{};

    bool operator==(const opening&) const = default;
};

// What `reader` (nothing: anybody) may see of a record today: maxima that neither lead nor exceed the price, one's own bids, and for the
// seller the reserve.
std::optional<opening> revealed(const standing& lot, const record& r, std::optional<account_id> reader);

// The first record that is not what was accepted.
struct difference {
    std::int64_t seq = 0;
    std::string_view what;  // "seq", "hash", "effect", "account", "head" or "standing"

    bool operator==(const difference&) const = default;
};

// Checks a lot from its whole log: no gap in seq, every hash, every effect (each command is judged again), whose account did it, and that
// all of it leads to `now`. `bidders`: the account of each number, from 1. A standing that differs from its log is reported at the newest
// seq.
std::optional<difference> first_difference(const standing& now, std::span<const record> log, std::span<const account_id> bidders);

}  // namespace gavel::bidding
