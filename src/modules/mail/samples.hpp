// Letters as they look, with made-up values: for operators who want to see them before anybody gets one, and for tests.
#pragma once
#include "modules/mail/letters.hpp"
#include "modules/mail/postman.hpp"

#include <vector>

namespace gavel::mail {

// Every value that a letter of ours can have; its reader is a bidder, or with `to_seller` whoever listed the lot.
letter_values sample_values(language lang, const postman& carrier, bool to_seller = false);

// Each letter once, and once more for the seller where that reads differently. std::logic_error if a value is missing above.
struct sample {
    std::string file_name;  // without extension: "outbid.uk", "frozen.uk.seller"
    letter content;
};
std::vector<sample> samples(const postman& carrier);

}  // namespace gavel::mail
