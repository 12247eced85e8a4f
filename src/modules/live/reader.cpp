#include "modules/live/reader.hpp"

#include "modules/live/shard.hpp"

#include <utility>

namespace gavel::live {

reader::reader(shard& of, mailbox holding) : of_(of.self_), box_(std::move(holding)), places_(of.join(*this)) {}

reader::~reader() {
    places_.clear();
    if (const auto alive = of_.lock()) (*alive)->leave(*this);
}

void reader::speak(http::event_writer& out) {
    out_ = &out;
    out.on_ready([this] { write(); });
    write();
}

void reader::write() {
    const auto alive = of_.lock();
    if (!alive || !out_ || !out_->ready() || !has_something()) return;
    out_->send((*alive)->text_of(*this));
}

}  // namespace gavel::live
