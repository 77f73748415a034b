package mailctl;

final class Main {
  private Main() {}

  static void main(String[] args) {}
}
