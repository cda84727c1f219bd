using Native;

// The compiler must not know what kind of page comes.
var page = new Page(isDevicePrivate: args is ["device"]);
page.Get();
page.Put();
