# What a service tells its manager (sd_notify), a line each: perl notify-log.pl SOCKET > FILE
use strict;
use warnings;
use Socket;
my ($path) = @ARGV;
socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
unlink $path;
bind($socket, pack_sockaddr_un($path)) or die "$path: $!";
$| = 1;
while (defined recv($socket, my $message, 4096, 0)) {
  print "$message\n";
}
