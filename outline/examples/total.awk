#!/usr/bin/awk -f
BEGIN {
    for (i = 1; i <= 10; i++) total += i
    print "the total is", total
}
