// The objects of the demo, one drawing for each kind of thing that is sold. Each gives SVG inside the frame of picture.cpp, which defines
// the gradients that they use: metal, shade (dark to clear), gloss (clear to white), wood.
#pragma once
#include "sim/demo/pictures/drawing.hpp"

#include <string>

namespace gavel::sim::scenes {

// flat.cpp: what lies on a table
std::string coin(style& s);
std::string banknote(style& s);
std::string stamp(style& s);
std::string postcard(style& s);
std::string medal(style& s);
std::string badge(style& s);
std::string book(style& s);
std::string map(style& s);
std::string document(style& s);
std::string embroidery(style& s);
std::string record(style& s);

// standing.cpp: what stands there
std::string vase(style& s);
std::string goblet(style& s);
std::string spoon(style& s);
std::string chair(style& s);
std::string chest(style& s);
std::string painting(style& s);
std::string print(style& s);
std::string icon(style& s);
std::string bust(style& s);
std::string uniform(style& s);
std::string pot(style& s);
std::string doll(style& s);

// fine.cpp: what is worn or plays
std::string ring(style& s);
std::string necklace(style& s);
std::string wristwatch(style& s);
std::string pocket_watch(style& s);
std::string clock(style& s);
std::string guitar(style& s);
std::string player(style& s);

// machines.cpp: what has wheels or buttons
std::string camera(style& s);
std::string phone(style& s);
std::string computer(style& s);
std::string console(style& s);
std::string radio(style& s);
std::string train(style& s);
std::string car(style& s);
std::string game(style& s);
std::string tools(style& s);
std::string bicycle(style& s);

}  // namespace gavel::sim::scenes
